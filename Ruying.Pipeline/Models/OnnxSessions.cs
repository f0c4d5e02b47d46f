using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;

namespace Ruying.Pipeline.Models;

/// <summary>
/// The networks of a process: each file is checked against its recorded SHA-256, loaded when first asked for, and shared.
/// A session may be run by several threads at once.
/// </summary>
public sealed class OnnxSessions : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<InferenceSession>> _sessions = new(StringComparer.Ordinal);
    private readonly Lazy<ModelCatalog> _catalog;
    private readonly Lazy<bool> _cuda;
    private readonly PipelineOptions _options;
    private readonly ILogger _logger;

    /// <summary>Loads nothing yet.</summary>
    /// <param name="options">Device, threads and the models' folder.</param>
    /// <param name="logger">Hears which device was chosen and why.</param>
    public OnnxSessions(PipelineOptions options, ILogger<OnnxSessions>? logger = null)
    {
        _options = options;
        _logger = logger ?? NullLogger<OnnxSessions>.Instance;
        _catalog = new(() => ModelCatalog.Load(options.ModelsFolder));
        _cuda = new(ChooseCuda);
    }

    /// <summary>The models that ship.</summary>
    public ModelCatalog Catalog => _catalog.Value;

    /// <summary>The device that networks run on: <c>cuda</c> or <c>cpu</c>.</summary>
    /// <exception cref="ModelException"><c>model.device</c>: CUDA was asked for and is not there.</exception>
    public string Device => _cuda.Value ? "cuda" : "cpu";

    /// <summary>The session of a model that ships.</summary>
    /// <param name="name">Its name in the catalogue, such as <c>face-mesh</c>.</param>
    /// <param name="threads">Threads of one run; 0 takes the pipeline's setting. Sessions of one name differ by it.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c> or <c>model.unknown</c>.</exception>
    public InferenceSession Get(string name, int threads = 0)
    {
        var count = threads > 0 ? threads : _options.Threads;
        return _sessions.GetOrAdd($"{name}/{count}", _ => new(() => Load(_catalog.Value.Find(name), count))).Value;
    }

    /// <summary>The file of a model that ships.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c> or <c>model.unknown</c>.</exception>
    public byte[] ReadModel(string name) => Read(_catalog.Value.Find(name));

    /// <summary>The session of a model that the user imported.</summary>
    /// <param name="model">From the store.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c> or <c>model.not_runnable</c>.</exception>
    public InferenceSession Get(StoredModel model)
    {
        var key = $"{model.Sha256}/{_options.Threads}";
        try
        {
            return _sessions.GetOrAdd(key, _ => new(() => Open(Read(model.Name, model.Path, model.Sha256, "remove and import it again")))).Value;
        }
        catch (ModelException)
        {
            // The user may mend it while the process lives.
            _sessions.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>A session of its own for a model in memory, not shared and not kept; the caller disposes it.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="threads">Threads of one run; 0 takes the pipeline's setting.</param>
    /// <exception cref="ModelException"><c>model.not_runnable</c>: it needs what this program does not have.</exception>
    public InferenceSession Open(byte[] model, int threads = 0)
    {
        try
        {
            return Create(model, threads > 0 ? threads : _options.Threads);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException("model.not_runnable", $"The model cannot be run here: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values.Where(s => s.IsValueCreated))
        {
            session.Value.Dispose();
        }

        _sessions.Clear();
    }

    private InferenceSession Load(ModelEntry entry, int threads) =>
        _options.ModelFiles.ContainsKey(entry.Name) ? Open(Read(entry), threads) : Create(Read(entry), threads);

    private byte[] Read(ModelEntry entry)
    {
        if (_options.ModelFiles.TryGetValue(entry.Name, out var own))
        {
            _logger.LogInformation("The model {Model} comes from {Path}.", entry.Name, own);
            return File.Exists(own) ? File.ReadAllBytes(own) : throw new ModelException("model.missing", $"There is no model at {own}: check the name.");
        }

        return Read(entry.Name, Path.Combine(_options.ModelsFolder, entry.File), entry.Sha256, "install Ruying again");
    }

    private static byte[] Read(string name, string path, string sha256, string remedy)
    {
        if (!File.Exists(path))
        {
            throw new ModelException("model.missing", $"The model {name} is not at {path}: {remedy}.");
        }

        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(sha256, StringComparison.Ordinal)
            ? bytes
            : throw new ModelException("model.damaged", $"The model {name} at {path} is not the recorded file (SHA-256 differs): {remedy}.");
    }

    private InferenceSession Create(byte[] model, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Spinning threads cost up to three times the wall time on a busy machine.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (_cuda.Value)
        {
            options.AppendExecutionProvider_CUDA();
        }

        return new InferenceSession(model, options);
    }

    private bool ChooseCuda()
    {
        var available = OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");
        if (_options.Device == "cuda" && !available)
        {
            throw new ModelException("model.device", "CUDA was asked for, but this build runs on the CPU only: build with -p:RuyingGpu=true, or choose cpu or auto.");
        }

        if (_options.Device is not ("auto" or "cpu" or "cuda"))
        {
            throw new ModelException("model.device", $"The device {_options.Device} is not known: choose auto, cpu or cuda.");
        }

        var cuda = available && _options.Device != "cpu";
        _logger.LogInformation("Networks run on {Device}: asked for {Asked}, CUDA is {Available}.", cuda ? "cuda" : "cpu", _options.Device, available ? "there" : "not there");
        return cuda;
    }
}
