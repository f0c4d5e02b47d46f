using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Pipeline.Avatars;

/// <summary>A file of a package.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record PackageFile(long Bytes, string Sha256);

/// <summary>The person's mouth at rest.</summary>
/// <param name="Shape">Lips and jaw relative to nose base and centre, 106 numbers, outer-eye distances.</param>
/// <param name="Symmetric">What motion is measured from: 90 numbers, outer-eye distances.</param>
/// <param name="Width">The neutral mouth's width, outer-eye distances.</param>
public sealed record NeutralMouth(float[] Shape, float[] Symmetric, double Width)
{
    /// <summary>The symmetric neutral mouth in units of its width, as the motion models take it: 90 numbers.</summary>
    public float[] InWidths() => [.. Symmetric.Select(v => (float)(v / Width))];
}

/// <summary><c>avatar.json</c>: what a package is and holds.</summary>
public sealed record AvatarManifest
{
    /// <summary>Version of this format that this program writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>The avatar's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Who agreed, and to what; null when nobody said so.</summary>
    public string? Consent { get; init; }

    /// <summary>How the person of the consent clip was compared with the footage's; null without such a clip.</summary>
    public ConsentMatch? ConsentMatch { get; init; }

    /// <summary>What makes the mouth: an imported model's name; null is our own engine.</summary>
    public string? Engine { get; init; }

    /// <summary>When it was built, UTC.</summary>
    public required DateTimeOffset Built { get; init; }

    /// <summary>Base footage: width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Base footage: height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Base footage: frames at 25 a second.</summary>
    public required int Frames { get; init; }

    /// <summary>The square around the mouth.</summary>
    public required CropFrame Crop { get; init; }

    /// <summary>What is replaced in it.</summary>
    public required MouthMask Mask { get; init; }

    /// <summary>The mouth at rest.</summary>
    public required NeutralMouth Neutral { get; init; }

    /// <summary>The speaker's own range, for motion heard from sound.</summary>
    public required SpeakerFit Fit { get; init; }

    /// <summary>The person's stable points, canonical, 40 numbers.</summary>
    public required float[] Template { get; init; }

    /// <summary>How rendered mouths are finished; null in packages of before there was a choice.</summary>
    public MouthFinish? Finish { get; init; }

    /// <summary>How the person speaks in the footage; null in packages of before it was measured.</summary>
    public VoiceMeasures? Voice { get; init; }

    /// <summary>What the user set for the voice; null leaves it to what was measured.</summary>
    public VoiceChoice? VoiceChoice { get; init; }

    /// <summary>What tuning to the person brought; null while it was not tuned.</summary>
    public StudioTuning? Studio { get; init; }

    /// <summary>The other files of the package.</summary>
    public required IReadOnlyDictionary<string, PackageFile> Files { get; init; }
}
