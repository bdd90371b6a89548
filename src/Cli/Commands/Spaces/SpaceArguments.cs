using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary>The arguments that the commands around spaces share.</summary>
internal static class SpaceArguments
{
    /// <summary>The space's name.</summary>
    public static Argument<string> Space()
    {
        var argument = new Argument<string>("space") { Description = "The space's name." };
        argument.Validators.Add(result =>
        {
            try
            {
                SpaceKey.RequireSpace(result.Tokens[0].Value);
            }
            catch (GridException e)
            {
                result.AddError(e.Message);
            }
        });
        return argument;
    }

    /// <summary>The name of a class.</summary>
    public static Argument<string> Class() => new("class") { Description = "The class's name, as 'unibind knowledge list SPACE' shows it." };
}
