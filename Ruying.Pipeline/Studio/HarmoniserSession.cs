using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Studio;

/// <summary>The network that harmonises an avatar's mouths: its own where it was tuned, else the one that ships where that helps, else none.</summary>
public sealed class HarmoniserSession : IDisposable
{
    /// <summary>The shipped network's name in the catalogue.</summary>
    public const string ModelName = "mouth-harmoniser";

    private readonly InferenceSession? _own;

    /// <summary>Loads.</summary>
    /// <param name="avatar">Whose mouths.</param>
    /// <param name="sessions">The process's networks.</param>
    /// <exception cref="AvatarException"><c>avatar.damaged</c>: its own network does not run.</exception>
    public HarmoniserSession(AvatarPackage avatar, OnnxSessions sessions)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        ArgumentNullException.ThrowIfNull(sessions);
        try
        {
            _own = avatar.ReadHarmoniser() is { } model ? sessions.Open(model, threads: 1) : null;
        }
        catch (ModelException e)
        {
            throw new AvatarException("avatar.damaged", $"The avatar in {avatar.Folder} is damaged: its harmoniser does not run. Build it again from its footage.", e);
        }

        // Small convolutions: a second thread costs more than it brings, and decoding and encoding want the other core.
        Network = _own ?? (avatar.Manifest.Finish is { Harmonise: true } ? sessions.Get(ModelName, threads: 1) : null);
    }

    /// <summary>The network; may serve several renders at once. Null where the mouths come nearer to real ones without.</summary>
    public InferenceSession? Network { get; }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
