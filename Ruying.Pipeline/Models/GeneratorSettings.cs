using System.Text.Json;
using System.Text.Json.Serialization;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Models;

/// <summary>The order of a picture's colours.</summary>
public enum ColourOrder
{
    /// <summary>Blue first, as OpenCV reads pictures.</summary>
    Bgr,

    /// <summary>Red first.</summary>
    Rgb,
}

/// <summary>The numbers between black and white.</summary>
public enum PictureRange
{
    /// <summary>0 to 1.</summary>
    Unit,

    /// <summary>-1 to 1.</summary>
    Symmetric,
}

/// <summary>
/// What a Wav2Lip-format generator was trained on: sound as a mel spectrum, faces as pictures. The defaults are those of Wav2Lip
/// (Prajwal et al. 2020, arXiv:2008.10010; hparams.py, audio.py and inference.py of github.com/Rudrabha/Wav2Lip), which the larger
/// variants kept. As JSON in camel case, every member optional.
/// </summary>
public sealed record GeneratorSettings
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Samples a second, 8000 to 48000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Samples of a Fourier transform, 64 to 8192.</summary>
    public int FftSize { get; init; } = 800;

    /// <summary>Samples from one column to the next, 16 to <see cref="FftSize"/>.</summary>
    public int Hop { get; init; } = 200;

    /// <summary>Samples of the Hann window, 16 to <see cref="FftSize"/>.</summary>
    public int Window { get; init; } = 800;

    /// <summary>Mel bands, 8 to 256.</summary>
    public int Bands { get; init; } = 80;

    /// <summary>Lower edge of the lowest band, Hz.</summary>
    public double MinimumHertz { get; init; } = 55;

    /// <summary>Upper edge of the highest band, Hz; at most half the sample rate.</summary>
    public double MaximumHertz { get; init; } = 7600;

    /// <summary>The bands' spacing.</summary>
    public MelScale Scale { get; init; }

    /// <summary>Pre-emphasis, 0 to 1.</summary>
    public double PreEmphasis { get; init; } = 0.97;

    /// <summary>Subtracted from the level, dB.</summary>
    public double ReferenceDecibels { get; init; } = 20;

    /// <summary>The lowest level, dB; under 0. It becomes the least number, 0 dB the largest; what lies beyond is cut off.</summary>
    public double MinimumDecibels { get; init; } = -100;

    /// <summary>The largest number of a mel.</summary>
    public double Largest { get; init; } = 4;

    /// <summary>Whether the least number is -<see cref="Largest"/> rather than 0.</summary>
    public bool Symmetric { get; init; } = true;

    /// <summary>Columns that the network hears for a frame, 4 to 256.</summary>
    public int Columns { get; init; } = 16;

    /// <summary>How many columns after a frame's time its window begins; negative begins earlier.</summary>
    public int ColumnOffset { get; init; }

    /// <summary>What is black in the first picture: left, top, right and bottom as shares of the side. The default is the lower half.</summary>
    public IReadOnlyList<double> MaskBox { get; init; } = [0, 0.5, 1, 1];

    /// <summary>What is added to the face's box: top, bottom, left and right as shares of its height or width, -0.4 to 1.
    /// The default is Wav2Lip's 10 pixels under the chin at a face of 250.</summary>
    public IReadOnlyList<double> Padding { get; init; } = [0, 0.04, 0, 0];

    /// <summary>The order of colours, in and out.</summary>
    public ColourOrder Colours { get; init; }

    /// <summary>The range of colours, in and out.</summary>
    public PictureRange Range { get; init; }

    /// <summary>Reads settings.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="ModelException"><c>model.settings</c>: not such a document, or a value out of its range.</exception>
    public static GeneratorSettings Read(ReadOnlySpan<byte> json)
    {
        try
        {
            // Editors on Windows begin a file with a byte order mark.
            json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            var settings = JsonSerializer.Deserialize<GeneratorSettings>(json, Json) ?? throw Bad("they are empty");
            settings.Check();
            return settings;
        }
        catch (JsonException e)
        {
            throw Bad($"{e.Path ?? "$"}, line {e.LineNumber + 1}, is not what is expected there; see docs/engines.md", e);
        }
    }

    /// <summary>The settings as UTF-8 JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    private static ModelException Bad(string what, Exception? inner = null) => new("model.settings", $"The model's settings cannot be used: {what}.", inner);

    private static void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw Bad(FormattableString.Invariant($"{name} is {value}, and must be from {least} to {most}"));
        }
    }

    private void Check()
    {
        Within("sampleRate", SampleRate, 8000, 48_000);
        Within("fftSize", FftSize, 64, 8192);
        Within("hop", Hop, 16, FftSize);
        Within("window", Window, 16, FftSize);
        Within("bands", Bands, 8, 256);
        Within("minimumHertz", MinimumHertz, 0, SampleRate / 2.0);
        Within("maximumHertz", MaximumHertz, MinimumHertz + 1, SampleRate / 2.0);
        Within("preEmphasis", PreEmphasis, 0, 1);
        Within("referenceDecibels", ReferenceDecibels, -200, 200);
        Within("minimumDecibels", MinimumDecibels, -300, -1);
        Within("largest", Largest, 0.01, 1000);
        Within("columns", Columns, 4, 256);
        Within("columnOffset", ColumnOffset, -256, 256);
        if (MaskBox is not { Count: 4 } || Padding is not { Count: 4 })
        {
            throw Bad("maskBox and padding have four numbers each");
        }

        Within("maskBox left", MaskBox[0], 0, 1);
        Within("maskBox top", MaskBox[1], 0, 1);
        Within("maskBox right", MaskBox[2], MaskBox[0], 1);
        Within("maskBox bottom", MaskBox[3], MaskBox[1], 1);
        foreach (var share in Padding)
        {
            Within("padding", share, -0.4, 1);
        }
    }
}
