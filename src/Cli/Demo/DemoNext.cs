using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>What to try next: lines that can be pasted.</summary>
internal static class DemoNext
{
    public static void Print(DemoFolder folder, SpaceVersionInfo space, string picture, string data, TextWriter output)
    {
        var home = data == DataDirectory.DefaultPath ? "" : " --data " + DemoFolder.Shown(data);
        var aligned = DemoFolder.Shown(folder.Aligned);
        output.WriteLine($"""

            Report: {DemoFolder.Shown(folder.Report)}    open it in a browser; it needs no network

            Next:
              {CommandName.Value} search --text "a photo of a handwritten seven" --in {aligned} --modality image{home}
              {CommandName.Value} classify {DemoFolder.Shown(picture)} --space {space.Id}{home}
              {CommandName.Value} embed FOLDER --out DIR --space {space.Id}{home}
              {CommandName.Value} pack new MODEL.onnx --help    bring your own encoder
            """);
    }
}
