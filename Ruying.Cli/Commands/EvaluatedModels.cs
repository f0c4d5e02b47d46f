using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline;

namespace Ruying.Cli.Commands;

/// <summary>Motion models to evaluate in place of those that ship.</summary>
internal sealed class EvaluatedModels
{
    private readonly Option<string?> _audio = new("--audio-model") { Description = "Use this ONNX file for motion from sound instead of the model that ships.", HelpName = "FILE" };
    private readonly Option<string?> _phonemes = new("--phoneme-model") { Description = "Use this ONNX file for motion from phonemes instead of the model that ships.", HelpName = "FILE" };

    public IEnumerable<Symbol> Symbols => [_audio, _phonemes];

    public PipelineOptions Options(CliRun run)
    {
        var files = new Dictionary<string, string>();
        foreach (var (option, model) in new[] { (_audio, "mouth-motion-audio"), (_phonemes, "mouth-motion-phonemes") })
        {
            if (run.Value(option) is { } path)
            {
                files[model] = InputCheck.File(path);
            }
        }

        return run.PipelineOptions with { ModelFiles = files };
    }

    /// <summary>The options as they were given, to be shown.</summary>
    public IEnumerable<string> Words(CliRun run) =>
        new[] { _audio, _phonemes }.Where(o => run.Value(o) is not null).SelectMany(o => new[] { o.Name, Shell.Quote(run.Value(o)!) });
}
