using System.Globalization;

namespace Ruying.Training;

/// <summary>What the command line says: a verb, then <c>--name value</c> pairs.</summary>
/// <param name="Verb">Such as <c>prepare</c>; empty when none was given.</param>
/// <param name="Options">Values by name.</param>
internal sealed record TrainingArguments(string Verb, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The folder of prepared data, checkpoints and results.</summary>
    public string Work => Text("work", Path.Combine(".work", "training"));

    /// <summary>The folder with one folder of GRID footage and alignments a speaker.</summary>
    public string Corpus => Text("corpus", Path.Combine("..", "shared", "media", "grid"));

    /// <summary>A folder of clips that are only measured on, never trained on.</summary>
    public string Talking => Text("talking", Path.Combine("..", "shared", "media", "talking"));

    /// <summary>Threads of one operation.</summary>
    public int Threads => (int)Number("threads", 1);

    /// <summary>Seed of everything random.</summary>
    public int Seed => (int)Number("seed", 1);

    /// <summary>A text option.</summary>
    public string Text(string name, string otherwise) => Options.GetValueOrDefault(name, otherwise);

    /// <summary>A number option.</summary>
    public double Number(string name, double otherwise) =>
        Options.TryGetValue(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">A name without a value.</exception>
    public static TrainingArguments Parse(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new FormatException($"{args[i]}: options are written --name value.");
            }

            options[args[i][2..]] = args[i + 1];
        }

        return new TrainingArguments(args.Length > 0 ? args[0] : "", options);
    }
}
