using Ruying.Pipeline.Media;

namespace Ruying.Pipeline;

/// <summary>Where the pipeline runs.</summary>
public sealed record PipelineOptions
{
    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    /// <value>Default: <c>auto</c>: CUDA where it is built in and present, else CPU.</value>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of one network.</summary>
    /// <value>Default: the machine's cores, at most 4.</value>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>What one run of ffmpeg may take. FFMpegCore keeps them for the whole process: the pipeline made last sets them.</summary>
    /// <value>Default: see there.</value>
    public FfmpegLimits Ffmpeg { get; init; } = new();

    /// <summary>The folder of the models that ship.</summary>
    /// <value>Default: <c>models</c> beside the program.</value>
    public string ModelsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Files to use in place of models that ship, by the model's name; their checksums are not looked at.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> ModelFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of the models that the user imported.</summary>
    /// <value>Default: <c>ruying/models</c> in the user's data folder (<c>XDG_DATA_HOME</c>, else <c>~/.local/share</c>).</value>
    public string ImportedModelsFolder { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ruying", "models");

    /// <summary>The list of models that can be pulled.</summary>
    /// <value>Default: <c>models/voices.json</c> beside the program.</value>
    public string AvailableModelsFile { get; init; } = Path.Combine(AppContext.BaseDirectory, "models", "voices.json");

    /// <summary>A folder, or an address of http or https, that has the files of the list at their paths and is asked in place of the addresses there.</summary>
    /// <value>Default: the environment variable <c>RUYING_MODEL_MIRROR</c>; null or empty asks the addresses.</value>
    public string? ModelMirror { get; init; } = Environment.GetEnvironmentVariable("RUYING_MODEL_MIRROR");

    /// <summary>Where what was measured of voices outlives the process; it may be deleted at any time.</summary>
    /// <value>Default: null, nowhere.</value>
    public string? CacheFolder { get; init; }

    /// <summary>The file that names speech servers of the OpenAI <c>audio/speech</c> shape (docs/neural-voices.md); it need not exist.</summary>
    /// <value>Default: <c>ruying/speech-servers.json</c> in the user's settings folder (<c>XDG_CONFIG_HOME</c>, else <c>~/.config</c>).</value>
    public string SpeechServersFile { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ruying", "speech-servers.json");

    /// <summary>The folder of lexicons, a file <c>TAG.pls</c> for each language (docs/voices.md); it need not exist.</summary>
    /// <value>Default: <c>ruying/lexicons</c> in the user's settings folder.</value>
    public string LexiconsFolder { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ruying", "lexicons");
}
