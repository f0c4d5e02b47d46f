using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;

namespace Ruying.Cli.Commands;

/// <summary>Footage and which person in it: what <c>avatar build</c> and <c>avatar report</c> both ask.</summary>
internal sealed class AvatarSource
{
    private readonly Argument<string> _footage = new("FOOTAGE")
    {
        Description = "A video of one person talking to the camera, 3 s to 30 min: MP4, MOV, MKV, WebM, AVI or MPEG.",
    };

    private readonly Option<string> _face = new("--face")
    {
        Description = "Which face to follow when there are several; 'only' refuses such footage.",
        DefaultValueFactory = _ => "only",
    };

    private readonly Option<bool> _longestPart = new("--longest-part")
    {
        Description = "When the footage changes to another person, use the longest part of one person instead of refusing.",
    };

    /// <param name="optional">Whether footage may be left out.</param>
    public AvatarSource(bool optional = false)
    {
        _face.AcceptOnlyFromAmong("only", "largest", "left", "right");
        if (optional)
        {
            _footage.Arity = ArgumentArity.ZeroOrOne;
            _footage.DefaultValueFactory = _ => "";
        }
    }

    public IEnumerable<Symbol> Symbols => [_footage, _face, _longestPart];

    /// <summary>As given; empty where it was left out.</summary>
    public string Path(CliRun run) => run.Value(_footage);

    public string Footage(CliRun run) => InputCheck.File(run.Value(_footage));

    public AvatarOptions Options(CliRun run) => new()
    {
        Face = Enum.Parse<FaceChoice>(run.Value(_face)!, ignoreCase: true),
        LongestPart = run.Value(_longestPart),
    };
}
