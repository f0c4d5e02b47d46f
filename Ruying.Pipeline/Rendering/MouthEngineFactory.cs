namespace Ruying.Pipeline.Rendering;

/// <summary>Makes the engines for the parts of one video, which may be rendered by several workers; holds the networks that are this video's alone.</summary>
/// <param name="make">Makes one.</param>
/// <param name="held">Disposed with this.</param>
public sealed class MouthEngineFactory(Func<IMouthEngine> make, params IReadOnlyList<IDisposable> held) : IDisposable
{
    /// <summary>Makes an engine; the caller disposes it.</summary>
    public IMouthEngine Make() => make();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var thing in held)
        {
            thing.Dispose();
        }
    }
}
