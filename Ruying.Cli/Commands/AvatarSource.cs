using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;

namespace Ruying.Cli.Commands;

/// <summary>Footage and which person in it: what <c>avatar build</c> and <c>avatar report</c> both ask.</summary>
internal sealed class AvatarSource
{
    private readonly Argument<string>? _clip;
    private readonly Argument<string[]>? _clips;

    private readonly Option<string> _face = new("--face")
    {
        Description = "Which face to follow when there are several; 'only' refuses such footage.",
        DefaultValueFactory = _ => "only",
    };

    private readonly Option<bool> _longestPart = new("--longest-part")
    {
        Description = "When the footage changes to another person, use the longest part of one person instead of refusing.",
    };

    /// <param name="single">Whether there is one clip at most, and it may be left out.</param>
    public AvatarSource(bool single = false)
    {
        const string What = "A video of one person talking to the camera, 3 s to 30 min: MP4, MOV, MKV, WebM, AVI or MPEG.";
        if (single)
        {
            _clip = new("FOOTAGE") { Description = What, Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "" };
        }
        else
        {
            _clips = new("FOOTAGE") { Description = What + " Several of the same person are joined in their order.", Arity = ArgumentArity.OneOrMore };
        }

        _face.AcceptOnlyFromAmong("only", "largest", "left", "right");
    }

    public IEnumerable<Symbol> Symbols => [_clip ?? (Symbol)_clips!, _face, _longestPart];

    /// <summary>As given; empty where it was left out.</summary>
    public string Path(CliRun run) => _clip is null ? run.Value(_clips!)![0] : run.Value(_clip)!;

    /// <summary>The clip, which is there.</summary>
    public string Footage(CliRun run) => InputCheck.File(Path(run));

    /// <summary>All clips, which are there.</summary>
    public IReadOnlyList<string> Clips(CliRun run) => [.. run.Value(_clips!)!.Select(InputCheck.File)];

    public AvatarOptions Options(CliRun run) => new()
    {
        Face = Enum.Parse<FaceChoice>(run.Value(_face)!, ignoreCase: true),
        LongestPart = run.Value(_longestPart),
    };
}
