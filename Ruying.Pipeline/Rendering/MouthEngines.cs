using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Generators;
using Ruying.Pipeline.Studio;

namespace Ruying.Pipeline.Rendering;

/// <summary>The engines that can make mouths: our own, and the generators that the user imported.</summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="store">The imported models.</param>
public sealed class MouthEngines(OnnxSessions sessions, ModelStore store)
{
    /// <summary>The model behind an engine's name; null is our own engine.</summary>
    /// <param name="names">The first that is not null counts.</param>
    /// <exception cref="ModelException"><c>model.unknown</c>, or <c>model.wrong_kind</c>: it is a voice.</exception>
    public StoredModel? Choose(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (name is not null)
            {
                return name == ModelStore.Own ? null : Generator(store.Find(name));
            }
        }

        return null;
    }

    /// <summary>Makes engines for the parts of one video, which may be rendered by several workers.</summary>
    /// <param name="model">From <see cref="Choose"/>.</param>
    /// <param name="avatar">Who speaks; must stay open.</param>
    /// <param name="soundPath">The video's sound, a WAV of ours; kept beside it at the rate that the engine hears.</param>
    /// <param name="speech">How open the silence gate is at each output frame, 0 to 1.</param>
    /// <param name="cancellationToken">Stops within some milliseconds.</param>
    /// <returns>The caller disposes it, after the last engine that it made.</returns>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c> or <c>model.not_runnable</c>.</exception>
    public async Task<MouthEngineFactory> PrepareAsync(StoredModel? model, AvatarPackage avatar, string soundPath, float[] speech, CancellationToken cancellationToken)
    {
        var manifest = avatar.Manifest;
        if (model is not { Settings: { } settings, Signature: { } signature })
        {
            return Own(avatar);
        }

        var session = sessions.Get(model);
        var sound = WavSound.Open(await AudioReader.AtRateAsync(soundPath, settings.SampleRate, cancellationToken).ConfigureAwait(false));
        var boxes = new FaceBoxes(avatar.Frames, manifest.Template, settings.Padding);
        var harmoniser = new HarmoniserSession(avatar, sessions);
        return new MouthEngineFactory(
            () => new GeneratorEngine(
                Renderer(avatar, harmoniser), new FaceGenerator(session, signature, settings), new MelSpectrum(sound, settings), boxes, speech, manifest.Crop, manifest.Mask),
            harmoniser,
            sound);
    }

    /// <summary>Our own engine: the person's own mouths, harmonised.</summary>
    /// <param name="avatar">Who speaks; must stay open.</param>
    /// <returns>The caller disposes it, after the last engine that it made.</returns>
    public MouthEngineFactory Own(AvatarPackage avatar)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        var harmoniser = new HarmoniserSession(avatar, sessions);
        return new MouthEngineFactory(() => Renderer(avatar, harmoniser), harmoniser);
    }

    private static StoredModel Generator(StoredModel model) => model.Kind == StoredModel.GeneratorKind ? model : throw new ModelException(
        "model.wrong_kind", $"{model.Name} is a voice ({model.Kind}) and makes no mouths: choose the engine {ModelStore.Own}, or a generator.");

    private static MouthRenderer Renderer(AvatarPackage avatar, HarmoniserSession harmoniser) =>
        new(avatar, harmoniser.Network);
}
