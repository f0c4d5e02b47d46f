using System.Security.Cryptography;
using System.Text.Json;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Pipeline.Avatars;

/// <summary>A built avatar: a folder with <c>avatar.json</c> and the files it names.</summary>
public sealed class AvatarPackage : IDisposable
{
    /// <summary>The manifest's name.</summary>
    public const string ManifestName = "avatar.json";

    /// <summary>The base footage: H.264, 25 frames a second, closed GOPs of 12.</summary>
    public const string BaseName = "base.mp4";

    /// <summary>Where each base frame's face is.</summary>
    public const string FramesName = "frames.bin";

    /// <summary>The remembered mouths.</summary>
    public const string MouthsName = "mouths.bin";

    /// <summary>The tracked points, for learning more later.</summary>
    public const string TrackName = "track.bin";

    /// <summary>A picture of the person.</summary>
    public const string PosterName = "poster.jpg";

    /// <summary>Where the person is in each base frame, coarsely; not in packages of before there were other backgrounds.</summary>
    public const string MasksName = "masks.mp4";

    /// <summary>Files up to this size are hashed at every opening; larger ones only by <see cref="VerifyAsync"/>.</summary>
    private const long HashedAtOpening = 8 << 20;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private AvatarPackage(string folder, AvatarManifest manifest, BaseFrame[] frames, MouthMemory mouths)
    {
        Folder = folder;
        Manifest = manifest;
        Frames = frames;
        Mouths = mouths;
    }

    /// <summary>The package's folder.</summary>
    public string Folder { get; }

    /// <summary>What the package is and holds.</summary>
    public AvatarManifest Manifest { get; private set; }

    /// <summary>The avatar's name for people.</summary>
    public string Name => Manifest.Name;

    /// <summary>Who agreed, and to what; null when nobody said so.</summary>
    public string? Consent => Manifest.Consent;

    /// <summary>The base footage.</summary>
    public string BasePath => Path.Combine(Folder, BaseName);

    /// <summary>Where the person is in each base frame, coarsely: the luma of a video of 256x256 pixels. Null in packages that have none.</summary>
    public string? MasksPath => Manifest.Files.ContainsKey(MasksName) ? Path.Combine(Folder, MasksName) : null;

    /// <summary>Where each base frame's face is.</summary>
    public IReadOnlyList<BaseFrame> Frames { get; }

    /// <summary>The remembered mouths.</summary>
    public MouthMemory Mouths { get; }

    /// <summary>Opens a package: version, sizes of all files, hashes of the small ones.</summary>
    /// <exception cref="AvatarException"><c>avatar.missing</c>, <c>avatar.version</c> or <c>avatar.damaged</c>.</exception>
    public static AvatarPackage Open(string folder)
    {
        var manifest = ReadManifest(folder);
        foreach (var (name, expected) in manifest.Files)
        {
            // Names come from a file that somebody may have made by hand.
            if (Path.GetFileName(name) != name)
            {
                throw Damaged(folder, $"{name} lies outside the package");
            }

            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || file.Length != expected.Bytes)
            {
                throw Damaged(folder, $"{name} is missing or cut short");
            }

            if (file.Length <= HashedAtOpening && Hash(File.ReadAllBytes(file.FullName)) != expected.Sha256)
            {
                throw Damaged(folder, $"{name} was changed");
            }
        }

        try
        {
            var frames = BaseFrame.Load(Path.Combine(folder, FramesName));
            if (frames.Length != manifest.Frames)
            {
                throw Damaged(folder, $"{FramesName} tells of {frames.Length} frames instead of {manifest.Frames}");
            }

            var mouths = MouthMemory.Open(Path.Combine(folder, MouthsName));
            if (mouths.Side != manifest.Crop.Side || mouths.Samples.Any(s => s.Frame < 0 || s.Frame >= frames.Length))
            {
                mouths.Dispose();
                throw Damaged(folder, $"{MouthsName} does not belong to it");
            }

            return new AvatarPackage(folder, manifest, frames, mouths);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Damaged(folder, e.Message, e);
        }
    }

    /// <summary>Lips and jaw of each base frame as they were tracked, canonical, 106 numbers each; bridged where there is no face.</summary>
    /// <exception cref="AvatarException"><c>avatar.damaged</c>.</exception>
    public float[][] ReadTrackedShapes()
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(Folder, TrackName));
            return CanonicalTrack.From(FaceTrack.Load(stream), Manifest.Template).Shapes;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Damaged(Folder, e.Message, e);
        }
    }

    /// <summary>Checks the hash of every file.</summary>
    /// <exception cref="AvatarException"><c>avatar.damaged</c>.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        foreach (var (name, expected) in Manifest.Files)
        {
            await using var stream = File.OpenRead(Path.Combine(Folder, name));
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            if (hash != expected.Sha256)
            {
                throw Damaged(Folder, $"{name} was changed");
            }
        }
    }

    /// <summary>The person's own harmoniser as an ONNX file; null where the shipped one serves.</summary>
    public byte[]? ReadHarmoniser() => Manifest.Studio?.Harmoniser is { } name ? File.ReadAllBytes(Path.Combine(Folder, name)) : null;

    /// <summary>Writes a tuning into the package. The manifest is replaced last, by rename: the package is the old or the new one at any time.</summary>
    /// <param name="tuning">What it brought; its file, where it names one, is written.</param>
    /// <param name="harmoniser">The tuned harmoniser.</param>
    /// <param name="cancellationToken">Stops before the manifest is replaced.</param>
    internal async Task ReplaceTuningAsync(StudioTuning tuning, byte[] harmoniser, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, PackageFile>(Manifest.Files.ToDictionary(), StringComparer.Ordinal);
        var before = Manifest.Studio?.Harmoniser;
        if (before is not null)
        {
            files.Remove(before);
        }

        if (tuning.Harmoniser is { } name)
        {
            await WriteWholeAsync(Path.Combine(Folder, name), harmoniser, cancellationToken).ConfigureAwait(false);
            files[name] = new PackageFile(harmoniser.Length, Hash(harmoniser));
        }

        await ReplaceManifestAsync(Manifest with { Studio = tuning, Files = files }, cancellationToken).ConfigureAwait(false);
        if (before is not null && before != tuning.Harmoniser)
        {
            File.Delete(Path.Combine(Folder, before));
        }
    }

    /// <summary>Sets the voice that the avatar speaks with where none is asked for; nothing else in the package changes.</summary>
    /// <param name="choice">What to set; whether the voice is there is not looked at. Null leaves all to what was measured.</param>
    /// <param name="cancellationToken">Stops before the manifest is replaced.</param>
    /// <exception cref="ScriptException"><c>speech.option_out_of_range</c>.</exception>
    public async Task ChooseVoiceAsync(VoiceChoice? choice, CancellationToken cancellationToken = default) =>
        Manifest = await ChooseVoiceAsync(Folder, choice, cancellationToken).ConfigureAwait(false);

    /// <summary>The same of a package that is not open, without a look at its other files.</summary>
    /// <returns>The new manifest.</returns>
    /// <exception cref="AvatarException">As <see cref="Open"/>.</exception>
    /// <exception cref="ScriptException"><c>speech.option_out_of_range</c>.</exception>
    public static async Task<AvatarManifest> ChooseVoiceAsync(string folder, VoiceChoice? choice, CancellationToken cancellationToken = default)
    {
        choice?.Check();
        var manifest = ReadManifest(folder) with { VoiceChoice = choice is { IsAutomatic: false } ? choice : null };
        await WriteManifestAsync(folder, manifest, cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    /// <inheritdoc/>
    public void Dispose() => Mouths.Dispose();

    /// <summary>Replaces the manifest by rename.</summary>
    internal async Task<AvatarManifest> ReplaceManifestAsync(AvatarManifest manifest, CancellationToken cancellationToken)
    {
        await WriteManifestAsync(Folder, manifest, cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    private static Task WriteManifestAsync(string folder, AvatarManifest manifest, CancellationToken cancellationToken) =>
        WriteWholeAsync(Path.Combine(folder, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancellationToken);

    private static async Task WriteWholeAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(path + ".new", bytes, cancellationToken).ConfigureAwait(false);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Reads what a package is and holds, without a look at its other files.</summary>
    /// <exception cref="AvatarException">As <see cref="Open"/>.</exception>
    public static AvatarManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            throw new AvatarException("avatar.missing", $"{folder} is no avatar: it has no {ManifestName}. Build one with 'ruying avatar build'.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var version = document.RootElement.GetProperty("version").GetInt32();
            if (version != AvatarManifest.CurrentVersion)
            {
                throw new AvatarException("avatar.version", $"The avatar in {folder} has format {version}; this program reads {AvatarManifest.CurrentVersion}. Build it again from its footage.");
            }

            return document.Deserialize<AvatarManifest>(Json) is { } manifest && ManifestCheck.IsSound(manifest)
                ? manifest
                : throw Damaged(folder, $"{ManifestName} lacks a part, or one is out of its range");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(folder, $"{ManifestName} cannot be read", e);
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static AvatarException Damaged(string folder, string what, Exception? inner = null) =>
        new("avatar.damaged", $"The avatar in {folder} is damaged: {what}. Build it again from its footage.", inner);
}
