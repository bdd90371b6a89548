using System.Text;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class MediaSnifferTests
{
    public static TheoryData<string, byte[], Modality, MediaFormat> Signatures => new()
    {
        { "a.png", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "a.jpg", TestPictures.Jpeg(4, 4), Modality.Image, MediaFormat.Jpeg },
        { "a.webp", TestPictures.Webp(4, 4), Modality.Image, MediaFormat.Webp },
        { "a.tif", TestPictures.Tiff(4, 4), Modality.Image, MediaFormat.Tiff },
        { "a.gif", TestPictures.Animation(MediaFormat.Gif, 4, 4, [100]), Modality.Image, MediaFormat.Gif },
        { "a.gif", TestPictures.Animation(MediaFormat.Gif, 4, 4, [100, 100]), Modality.Video, MediaFormat.Gif },
        { "a.webp", TestPictures.Animation(MediaFormat.Webp, 4, 4, [100, 100]), Modality.Video, MediaFormat.Webp },
        { "images/a.gif", TestPictures.Animation(MediaFormat.Gif, 4, 4, [100, 100]), Modality.Image, MediaFormat.Gif },
        { "set/image/a.webp", TestPictures.Animation(MediaFormat.Webp, 4, 4, [100, 100]), Modality.Image, MediaFormat.Webp },
        { "a.jpg", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "a", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "a.dat", TestPictures.Jpeg(4, 4), Modality.Image, MediaFormat.Jpeg },
        { "a.png", TestPictures.Png16([0, 1000, 60000, 5], 2, 2), Modality.Thermal, MediaFormat.Png },
        { "images/a.png", TestPictures.Png16([0, 1000, 60000, 5], 2, 2), Modality.Image, MediaFormat.Png },
        { "a.tiff", TestPictures.Tiff16([0, 1000, 60000, 5], 2, 2), Modality.Thermal, MediaFormat.Tiff },
        { "set/LWIR/a.jpg", TestPictures.Jpeg(4, 4), Modality.Thermal, MediaFormat.Jpeg },
        { @"set\Thermal\a.png", TestPictures.Png(4, 4), Modality.Thermal, MediaFormat.Png },
        { "heat/images/a.png", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "infrared/a.wav", Records.Head("RIFF", 9, 9, 9, 9, "WAVE"), Modality.Audio, MediaFormat.Wav },
        { "a.wav", Records.Head("RIFF", 9, 9, 9, 9, "WAVEfmt "), Modality.Audio, MediaFormat.Wav },
        { "a.flac", Records.Head("fLaC", 0), Modality.Audio, MediaFormat.Flac },
        { "a.mp3", Records.Head("ID3", 4), Modality.Audio, MediaFormat.Mp3 },
        { "a.mp3", Records.Head(0xFF, 0xFB, 0x90, 0x64), Modality.Audio, MediaFormat.Mp3 },
        { "a.ogg", Records.Head("OggS", 0), Modality.Audio, MediaFormat.Ogg },
        { "a.opus", Records.Head("OggS", 0), Modality.Audio, MediaFormat.Ogg },
        { "a.ogv", Records.Head("OggS", 0), Modality.Video, MediaFormat.Ogg },
        { "a", Records.Head("OggS", 0, 0x80, "theora"), Modality.Video, MediaFormat.Ogg },
        { "a.aiff", Records.Head("FORM", 9, 9, 9, 9, "AIFF"), Modality.Audio, MediaFormat.Aiff },
        { "a.m4a", Records.Head(0, 0, 0, 32, "ftypM4A "), Modality.Audio, MediaFormat.Mp4 },
        { "a", Records.Head(0, 0, 0, 32, "ftypM4A "), Modality.Audio, MediaFormat.Mp4 },
        { "a.mp4", Records.Head(0, 0, 0, 32, "ftypisom"), Modality.Video, MediaFormat.Mp4 },
        { "a.mov", Records.Head(0, 0, 0, 8, "wide"), Modality.Video, MediaFormat.Mp4 },
        { "a.gif", Records.Head(0, 0, 0, 32, "ftypisom"), Modality.Video, MediaFormat.Mp4 },
        { "a.mka", Records.Head(0x1A, 0x45, 0xDF, 0xA3), Modality.Audio, MediaFormat.Matroska },
        { "a.webm", Records.Head(0x1A, 0x45, 0xDF, 0xA3), Modality.Video, MediaFormat.Matroska },
        { "a.avi", Records.Head("RIFF", 9, 9, 9, 9, "AVI LIST"), Modality.Video, MediaFormat.Avi },
        { "a.mpg", Records.Head(0, 0, 1, 0xBA), Modality.Video, MediaFormat.Mpeg },
        { "a.ts", [.. Enumerable.Repeat<byte[]>([0x47, .. new byte[187]], 4).SelectMany(p => p)], Modality.Video, MediaFormat.Mpeg },
        { "a.ply", "ply\nformat ascii 1.0\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Ply },
        { "a.off", "OFF490 518 0\n1 2 3\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Off },
        { "a.off", "3 1 0\n1 2 3\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Off },
        { "a.obj", "v 1 2 3\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Obj },
        { "a.xyz", "1 2 3\n4 5 6\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Xyz },
        { "lidar/a.txt", "1.0,2.0,3.0,0.1,0.2,0.3\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Xyz },
        { "a.aedat4", Records.Head("#!AER-DAT4.0\r\n"), Modality.Event, MediaFormat.Aedat4 },
        { "a.txt", "Grüße, wörld"u8.ToArray(), Modality.Text, MediaFormat.Text },
        { "a.txt", "OFF to the sea"u8.ToArray(), Modality.Text, MediaFormat.Text },
        { "a.md", "# Title"u8.ToArray(), Modality.Text, MediaFormat.Markdown },
        { "a.jsonl", "{}\n"u8.ToArray(), Modality.Text, MediaFormat.JsonLines },
        { "README", "no extension"u8.ToArray(), Modality.Text, MediaFormat.Text },
        { "a.txt", [0xE4, 0xF6, 0xFC], Modality.Text, MediaFormat.Text },
        { "a.csv", "x,y,t,p\n1,2,3,1\n"u8.ToArray(), Modality.Event, MediaFormat.EventCsv },
        { "a.csv", "timestamp_us;X;Y;Polarity;camera\n1;2;3;1;0\n"u8.ToArray(), Modality.Event, MediaFormat.EventCsv },
        { "a.csv", "12,30,0,1\n13,30,5,0\n"u8.ToArray(), Modality.Event, MediaFormat.EventCsv },
        { "dvs/a.txt", "0.001 12 30 1\n"u8.ToArray(), Modality.Event, MediaFormat.EventCsv },
        { "a.bin", Records.Events(160), Modality.Event, MediaFormat.NMnistBin },
        { "a.bin", Records.Points(200), Modality.PointCloud, MediaFormat.KittiBin },
        { "events/a.bin", new byte[80], Modality.Event, MediaFormat.NMnistBin },
        { "velodyne/a.bin", new byte[80], Modality.PointCloud, MediaFormat.KittiBin },
        { "a.npy", Records.Npy("'<f4'", "(1024, 3)"), Modality.PointCloud, MediaFormat.Npy },
        { "a.npy", Records.Npy("'<f8'", "(1024, 4)"), Modality.PointCloud, MediaFormat.Npy },
        { "a.npy", Records.Npy("'<i8'", "(9000, 4)"), Modality.Event, MediaFormat.Npy },
        { "points/a.npy", Records.Npy("'<i8'", "(9000, 4)"), Modality.PointCloud, MediaFormat.Npy },
        { "a.npy", Records.Npy("[('x', '<u2'), ('y', '<u2'), ('p', '?'), ('t', '<i8')]", "(9000,)"), Modality.Event, MediaFormat.Npy },
        { "a.npy", Records.Npy("[('x', '<f4'), ('y', '<f4'), ('z', '<f4')]", "(9000,)"), Modality.PointCloud, MediaFormat.Npy },
        { "a.npz", Records.Npz("x", "y", "t", "p"), Modality.Event, MediaFormat.Npz },
        { "a.npz", Records.Npz("event_data"), Modality.Event, MediaFormat.Npz },
        { "a.npz", Records.Npz("points"), Modality.PointCloud, MediaFormat.Npz },
        { "a", Records.Npz("points"), Modality.PointCloud, MediaFormat.Npz },
    };

    [Theory]
    [MemberData(nameof(Signatures), DisableDiscoveryEnumeration = true)]
    public void Detect_KnownContent_TellsModalityAndFormat(string name, byte[] bytes, Modality modality, MediaFormat format)
    {
        using var content = MediaContent.FromBytes(name, bytes);

        Assert.Equal(new MediaKind(modality, format), MediaSniffer.Detect(content));
    }

    public static TheoryData<string, byte[], Modality, MediaFormat> Declarations => new()
    {
        { "a.png", TestPictures.Png(4, 4), Modality.Thermal, MediaFormat.Png },
        { "thermal/a.png", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "a.gif", TestPictures.Animation(MediaFormat.Gif, 4, 4, [100, 100]), Modality.Image, MediaFormat.Gif },
        { "a.gif", TestPictures.Animation(MediaFormat.Gif, 4, 4, [100]), Modality.Video, MediaFormat.Gif },
        { "a.mp4", Records.Head(0, 0, 0, 32, "ftypisom"), Modality.Audio, MediaFormat.Mp4 },
        { "a.mp4", TestPictures.Png(4, 4), Modality.Image, MediaFormat.Png },
        { "a.bin", Records.Points(20), Modality.Event, MediaFormat.NMnistBin },
        { "a.dat", Records.Points(20), Modality.PointCloud, MediaFormat.KittiBin },
        { "a.txt", "1 2 3\n"u8.ToArray(), Modality.PointCloud, MediaFormat.Xyz },
        { "a.txt", "0.1 3 4 1\n"u8.ToArray(), Modality.Event, MediaFormat.EventCsv },
        { "a.log", "some words"u8.ToArray(), Modality.Text, MediaFormat.Text },
        { "a.m", "#EXTM3U is how playlists begin"u8.ToArray(), Modality.Text, MediaFormat.Text },
        { "caption", [0xE4, 0xF6], Modality.Text, MediaFormat.Text },
        { "a.npy", Records.Npy("'<f4'", "(1024, 4)"), Modality.Event, MediaFormat.Npy },
    };

    [Theory]
    [MemberData(nameof(Declarations), DisableDiscoveryEnumeration = true)]
    public void Detect_Declared_KeepsTheModality(string name, byte[] bytes, Modality declared, MediaFormat format)
    {
        using var content = MediaContent.FromBytes(name, bytes);

        Assert.Equal(new MediaKind(declared, format), MediaSniffer.Detect(content, declared));
    }

    public static TheoryData<string, byte[], Modality?, string> Refusals => new()
    {
        { "a.png", [], null, ItemErrorCodes.Empty },
        { "a.png", "just words"u8.ToArray(), null, ItemErrorCodes.Unsupported },
        { "a.png", "just words"u8.ToArray(), Modality.Image, ItemErrorCodes.Unsupported },
        { "a.png", [1, 2, 3, 4, 5, 0, 0, 0], null, ItemErrorCodes.Unsupported },
        { "a.png", TestPictures.Png(4, 4), Modality.Audio, ItemErrorCodes.Unsupported },
        { "a.wav", TestPictures.Png(4, 4), null, ItemErrorCodes.Unsupported },
        { "a.txt", TestPictures.Png(4, 4), null, ItemErrorCodes.Unsupported },
        { "a.log", "some words"u8.ToArray(), null, ItemErrorCodes.Unsupported },
        { "a", [0, 1, 2, 3], null, ItemErrorCodes.Unsupported },
        { "a.heic", Records.Head(0, 0, 0, 32, "ftypheic"), null, ItemErrorCodes.Unsupported },
        { "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>"u8.ToArray(), null, ItemErrorCodes.Unsupported },
        { "a.zip", Records.Head("PK", 3, 4), null, ItemErrorCodes.Unsupported },
        { "a.csv", "name,age\nAnn,3\n"u8.ToArray(), null, ItemErrorCodes.Unsupported },
        { "a.bin", new byte[80], null, ItemErrorCodes.Unsupported },
        { "a.bin", new byte[7], null, ItemErrorCodes.Unsupported },
        { "a.npy", Records.Npy("'<f4'", "(1024,)"), null, ItemErrorCodes.Unsupported },
        { "a.m3u8", "#EXTM3U\nhttp://example.org/a.ts\n"u8.ToArray(), null, ItemErrorCodes.Forbidden },
        { "a.m3u8", "#EXTM3U\n"u8.ToArray(), Modality.Video, ItemErrorCodes.Forbidden },
        { "a.mp4", "#EXTM3U\nfile:///etc/passwd\n"u8.ToArray(), Modality.Video, ItemErrorCodes.Forbidden },
        { "a.mp3", "[playlist]\nFile1=/etc/passwd\n"u8.ToArray(), null, ItemErrorCodes.Forbidden },
        { "a.mkv", "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray(), null, ItemErrorCodes.Forbidden },
        { "a.ffconcat", "file 'x'\n"u8.ToArray(), null, ItemErrorCodes.Forbidden },
        { "a.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\n"u8.ToArray(), null, ItemErrorCodes.Forbidden },
        { "a.mp4", "<?xml version=\"1.0\"?><MPD/>"u8.ToArray(), null, ItemErrorCodes.Forbidden },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Detect_BadContent_IsRefusedWithItsCode(string name, byte[] bytes, Modality? declared, string code)
    {
        using var content = MediaContent.FromBytes(name, bytes);

        var error = Assert.Throws<ItemException>(() => MediaSniffer.Detect(content, declared));

        Assert.Equal(code, error.Code);
        Assert.Equal(code == ItemErrorCodes.Empty ? ItemStage.Read : ItemStage.Decode, error.Stage);
    }

    [Fact]
    public void Detect_TextNamedPng_SaysWhatIsWrong()
    {
        using var content = MediaContent.FromBytes("cat.png", "just words"u8.ToArray());

        Assert.Equal("'cat.png' is named as png, but its content is text.", Assert.Throws<ItemException>(() => MediaSniffer.Detect(content)).Message);
    }

    [Fact]
    public void Detect_CharacterCutByTheHead_IsStillText()
    {
        var text = new string('a', 4095) + "ü and more";
        using var content = MediaContent.FromBytes("a.md", Encoding.UTF8.GetBytes(text));

        Assert.Equal(MediaFormat.Markdown, MediaSniffer.Detect(content).Format);
    }

    [Fact]
    public void Detect_FileWithItsDirectoryAtTheEnd_IsReadFromDisk()
    {
        using var folder = new TempFolder();
        var thermal = TestPictures.Tiff16([.. Enumerable.Range(0, 100 * 100).Select(i => (ushort)(i * 6))], 100, 100);
        using var content = MediaContent.FromFile(folder.Write("a.tif", thermal), "a.tif");

        Assert.Equal(Modality.Thermal, MediaSniffer.Detect(content).Modality);
    }

    [Theory]
    [InlineData("digits", "event_simulated", Modality.Event)]
    [InlineData("objects", "thermal_hituav", Modality.Thermal)]
    [InlineData("objects", "image_cifar10", Modality.Image)]
    [InlineData("digits", "audio_fsdd", Modality.Audio)]
    public void Detect_LabFiles_AreWhatTheyAre(string set, string folder, Modality modality)
    {
        var root = Lab.Require("data", set, folder);
        var files = Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(f => MediaExtensions.FormatOf(f) is not (MediaFormat.Unknown or MediaFormat.EventCsv or MediaFormat.Text or MediaFormat.Markdown))
            .Order(StringComparer.Ordinal).Take(50).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var content = MediaContent.FromFile(file, Path.GetRelativePath(root, file));
            Assert.Equal(modality, MediaSniffer.Detect(content).Modality);
        }
    }

    [Fact]
    public void Detect_MutatedContents_GiveAKindOrAnItemException()
    {
        var random = new Random(7);
        var seeds = Signatures.Select(row => (row.Data.Item1, row.Data.Item2)).ToList();
        for (var round = 0; round < 4000; round++)
        {
            var (name, bytes) = seeds[round % seeds.Count];
            var mutated = Mutation.Of(bytes, random);
            using var content = MediaContent.FromBytes(name, mutated);
            try
            {
                MediaSniffer.Detect(content, round % 3 == 0 ? (Modality)random.Next(7) : null);
            }
            catch (ItemException)
            {
            }
        }
    }
}
