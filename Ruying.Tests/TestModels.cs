using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Tests;

/// <summary>The models that ship, on the CPU, for one test class.</summary>
public sealed class TestModels : IDisposable
{
    /// <summary>The sessions.</summary>
    public OnnxSessions Sessions { get; } = new(new PipelineOptions { Device = "cpu" });

    public void Dispose() => Sessions.Dispose();
}
