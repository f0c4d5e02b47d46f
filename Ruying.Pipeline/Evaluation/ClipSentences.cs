using System.Text.Json;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Pipeline.Evaluation;

/// <summary>What is known of the words of a clip, in a file beside it.</summary>
public static class ClipSentences
{
    private const string Ending = ".sentences.json";

    /// <summary>The words that lie beside a clip: those that <see cref="ClipJoiner"/> carried over, or GRID's own.</summary>
    /// <param name="clip">The clip's file.</param>
    /// <param name="frames">Its frames.</param>
    /// <returns>Sentences in order; none when no words are known.</returns>
    public static IReadOnlyList<TimedSentence> Find(string clip, int frames) =>
        File.Exists(clip + Ending) ? JsonSerializer.Deserialize<List<TimedSentence>>(File.ReadAllBytes(clip + Ending)) ?? []
        : Beside(clip, 0, frames) is { } own ? [own] : [];

    /// <summary>Keeps the words of a clip beside it.</summary>
    /// <param name="clip">The clip's file.</param>
    /// <param name="sentences">Sentences in order.</param>
    public static void Save(string clip, IReadOnlyList<TimedSentence> sentences) =>
        File.WriteAllBytes(clip + Ending, JsonSerializer.SerializeToUtf8Bytes(sentences));

    /// <summary>The sentence of one GRID clip, or null.</summary>
    /// <param name="clip">The clip's file; its words lie beside it.</param>
    /// <param name="firstFrame">Where the clip begins in the whole.</param>
    /// <param name="frames">The clip's frames.</param>
    internal static TimedSentence? Beside(string clip, int firstFrame, int frames)
    {
        var path = Path.ChangeExtension(clip, GridAlignment.Ending);
        return File.Exists(path)
            ? new TimedSentence(
                GridAlignment.Voice, (double)firstFrame / Clock.FramesPerSecond, (double)(firstFrame + frames) / Clock.FramesPerSecond, GridAlignment.Read(path))
            : null;
    }
}
