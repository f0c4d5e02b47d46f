namespace Ruying.Pipeline.Speech.Programs;

/// <summary>A sound as the program reports it.</summary>
/// <param name="Phone">The program's name of it.</param>
/// <param name="End">Seconds.</param>
/// <param name="Stress">Of its syllable: 0 none, 1 secondary, 2 primary.</param>
internal readonly record struct Segment(string Phone, double End, int Stress = 0);

/// <summary>When the voice comes to a place of the text.</summary>
/// <param name="From">First character.</param>
/// <param name="To">The character after the last.</param>
/// <param name="Start">Seconds.</param>
internal readonly record struct SpokenPlace(int From, int To, double Start);

/// <summary>Makes a spoken sentence of a program's sound and its list of segments.</summary>
/// <param name="phones">The voice's.</param>
/// <param name="pcm">The sound as it will be heard.</param>
/// <param name="sampleRate">Samples a second.</param>
/// <param name="speed">How much faster than the program's times the sound is.</param>
internal sealed class SegmentedSpeech(PhoneSet phones, short[] pcm, int sampleRate, double speed)
{
    /// <summary>
    /// The sounds are heard this much after their times, in seconds: measured on p, t, k, whose closures are quietest there, in flite's
    /// and festival's voices of each kind.
    /// </summary>
    private const double Late = 0.01;

    /// <summary>What is left of the program's pauses at both ends, faded, in seconds.</summary>
    private const double Edge = 0.04;

    /// <summary>What is said where a sentence has nothing that the voice can read, to learn the sample rate; it is not kept. All can read numbers.</summary>
    public const string Nothing = "1";

    /// <summary>Whether there is anything to say in a text.</summary>
    /// <param name="readable">See <see cref="Alphabet.Readable(string)"/>.</param>
    public static bool IsSomething(string readable) => readable.Any(char.IsLetterOrDigit);

    /// <summary>A sentence of which nothing is heard.</summary>
    public SpokenSentence Silent => new([], sampleRate, [], []);

    /// <summary>The sentence.</summary>
    /// <param name="text">As it was given.</param>
    /// <param name="segments">All of the program's, in order.</param>
    /// <param name="places">In order.</param>
    public SpokenSentence Sentence(string text, IReadOnlyList<Segment> segments, IEnumerable<SpokenPlace> places)
    {
        var timed = Timed(segments);
        var first = timed.FindIndex(sound => sound.Ipa != SpokenPhoneme.Pause);
        if (first < 0)
        {
            return Silent;
        }

        var last = timed.FindLastIndex(sound => sound.Ipa != SpokenPhoneme.Pause);
        var edge = (int)(Edge * sampleRate);
        var from = Math.Max(0, timed[first].Start - edge);
        var to = Math.Min(pcm.Length, timed[last].End + edge);
        var cut = pcm[from..to];
        Fade(cut, timed[first].Start - from, to - timed[last].End);
        var sounds = timed
            .Select(sound => sound with { Start = Math.Clamp(sound.Start, from, to) - from, End = Math.Clamp(sound.End, from, to) - from })
            .Where(sound => sound.End > sound.Start)
            .ToArray();
        var events = places.Select(place => new WordEvent(
            CodePoints(text, place.From) + 1, CodePoints(text, place.To) - CodePoints(text, place.From), Math.Clamp(Sample(place.Start) - from, 0, cut.Length)));
        return new SpokenSentence(cut, sampleRate, sounds, WordTimeline.From(text, events, sounds, cut.Length));
    }

    /// <summary>From the start to the end of the sound without gaps.</summary>
    private List<SpokenPhoneme> Timed(IReadOnlyList<Segment> segments)
    {
        var timed = new List<SpokenPhoneme>(segments.Count + 1);
        var start = 0;
        foreach (var (phone, seconds, stress) in segments)
        {
            var (ipa, isStressed) = phones.Read(phone);
            Add(timed, new SpokenPhoneme(ipa, start, Sample(seconds), !PhoneSet.IsVowel(ipa) ? 0 : isStressed ? 2 : stress));
            start = Math.Max(start, Sample(seconds));
        }

        Add(timed, new SpokenPhoneme(SpokenPhoneme.Pause, start, pcm.Length, 0));
        return timed;
    }

    private static void Add(List<SpokenPhoneme> timed, SpokenPhoneme sound)
    {
        if (sound.End <= sound.Start)
        {
            return;
        }

        if (sound.Ipa == SpokenPhoneme.Pause && timed is [.., { Ipa: SpokenPhoneme.Pause } before])
        {
            timed[^1] = before with { End = sound.End };
            return;
        }

        timed.Add(sound);
    }

    private static void Fade(short[] cut, int rise, int fall)
    {
        for (var i = 0; i < rise; i++)
        {
            cut[i] = (short)(cut[i] * i / rise);
        }

        for (var i = 0; i < fall; i++)
        {
            cut[^(i + 1)] = (short)(cut[^(i + 1)] * i / fall);
        }
    }

    private static int CodePoints(string text, int end) => text.AsSpan(0, end).ToArray().Count(c => !char.IsLowSurrogate(c));

    private int Sample(double seconds) => (int)Math.Clamp(Math.Round((seconds / speed + Late) * sampleRate), 0, pcm.Length);
}
