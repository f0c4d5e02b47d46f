namespace Ruying.Training.Data;

/// <summary>The prepared clips, parted into what may be trained on and what is only measured on.</summary>
/// <param name="Training">Sentences to learn.</param>
/// <param name="HeldOut">The last 30 % of s1's first 64 sentences: never trained on, by any model.</param>
/// <param name="Unseen">Sentences of the speakers left out; empty when none is.</param>
internal sealed record MotionCorpus(IReadOnlyList<MotionSample> Training, IReadOnlyList<MotionSample> HeldOut, IReadOnlyList<MotionSample> Unseen)
{
    private const string HeldOutFolder = "s1";
    private const double TrainedShare = 0.7;

    /// <summary>Loads all that <c>prepare</c> made.</summary>
    /// <param name="clips">The corpus.</param>
    /// <param name="work">The training folder.</param>
    /// <param name="leftOut">Speakers not to train on, such as <c>s2</c>.</param>
    public static MotionCorpus Load(IReadOnlyList<GridClip> clips, string work, IReadOnlySet<string> leftOut)
    {
        var reference = clips.Where(c => c.Folder == HeldOutFolder).Select(c => c.Name).Order(StringComparer.Ordinal).ToArray();
        var heldOutNames = reference[(int)(reference.Length * TrainedShare)..].ToHashSet(StringComparer.Ordinal);
        List<MotionSample> training = [], heldOut = [], unseen = [];
        foreach (var clip in clips)
        {
            var path = ClipPreparer.PathOf(work, clip.Id);
            var phonemes = PhonemeFile.PathOf(work, clip.Id);
            if (!File.Exists(path) || !File.Exists(phonemes)
                || MotionSample.From(clip.Id, clip.Speaker, PreparedClip.Load(path), PhonemeFile.Load(phonemes)) is not { } sample)
            {
                continue;
            }

            var list = clip.Folder == HeldOutFolder && heldOutNames.Contains(clip.Name) ? heldOut
                : leftOut.Contains(clip.Speaker) ? unseen : training;
            list.Add(sample);
        }

        return new MotionCorpus(training, heldOut, unseen);
    }
}
