using System.Globalization;
using CsCheck;
using Ruying.Pipeline;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Captions;

public sealed class CaptionSplitterTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[Gen.Char["abcdefghij"], 1, 14],
        Pick("don't", "well-known", "3.5", "Straße", "naïve", "“quoted”", "(so)", "中文字幕很长", "日本語のテストです", "مرحبا", "สวัสดีครับ", "e\u0301te\u0301", "👩‍👩‍👧", "–", "&", "https://example.org/" + new string('x', 60)));

    private static readonly Gen<string> Script = Gen.Select(Word, Pick(" ", " ", " ", ", ", ". ", "! ", "; ", "。", "，", "\n\n")).Array[1, 60]
        .Select(parts => string.Concat(parts.Select(p => p.Item1 + p.Item2)));

    private static readonly Gen<(string Script, WordTiming[] Words)> Spoken =
        Gen.Select(Script, Gen.Double[0.02, 1.2].Array[400], Gen.Double[-0.4, 1.5].Array[400], Gen.Bool.Array[400])
            .Select((script, lengths, pauses, heard) => (script, Time(script, lengths, pauses, heard)))
            .Where(spoken => spoken.Item2.Length > 0);

    [Fact]
    public void Split_AnyScript_ShowsAllOfItOnceInOrder() => Spoken.Sample(spoken =>
    {
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(spoken.Script), spoken.Words, 1000);

        string.Concat(captions.SelectMany(c => c.Lines).Select(Letters)).ShouldBe(Letters(spoken.Script));
    }, iter: 400);

    [Fact]
    public void Split_AnyScript_KeepsLinesAndTimes() => Gen.Select(Spoken, Gen.Int[10, 42]).Sample((spoken, columns) =>
    {
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(spoken.Script), spoken.Words, 1000, columns);

        foreach (var caption in captions)
        {
            caption.Lines.Count.ShouldBeInRange(1, 2);
            caption.Lines.ShouldAllBe(l => l.Length > 0 && l.Trim() == l && Columns(l) <= columns);
            caption.End.ShouldBeGreaterThan(caption.Start);
        }

        captions.Zip(captions.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
    }, iter: 400);

    [Fact]
    public void Split_WordsShorterThanALine_BreaksNone() => Gen.String[Gen.Char["abcdef'-"], 1, 42].Where(w => w.Any(char.IsLetter)).Array[1, 40].Sample(words =>
    {
        var script = string.Join(' ', words);
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(script), Time(script, [0.3], [0.05], [true]), 1000);

        string.Join(' ', captions.SelectMany(c => c.Lines)).ShouldBe(script);
    }, iter: 200);

    [Theory]
    [InlineData(0.12)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Split_SteadySpeech_ShowsEachOneToSevenSecondsWhileItsWordsAreHeard(double wordSeconds)
    {
        var script = string.Concat(Enumerable.Repeat("Yes. We speak at a steady pace, with commas, and with sentences of several lengths. Some are short. Others go on for quite a while, as people do when nobody stops them. ", 20));
        var words = Time(script, [wordSeconds], [0.03], [true]);
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(script), words, words[^1].End + 0.5);

        captions.ShouldAllBe(c => c.End - c.Start >= CaptionSplitter.LeastSeconds - 1e-9 && c.End - c.Start <= CaptionSplitter.MostSeconds + 1e-9);
        var starts = words.Select(w => w.Start).ToHashSet();
        captions.ShouldAllBe(c => starts.Contains(c.Start));
        foreach (var word in words)
        {
            captions.Count(c => c.Start <= word.Start && word.End <= c.End).ShouldBe(1, word.Text);
        }
    }

    [Fact]
    public void Split_TwoSentences_EndsCaptionsWithThem()
    {
        const string Script = "The first sentence is not long. The second, which is a little longer than that, has a comma or two.";
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(Script), Time(Script, [0.3], [0.05], [true]), 100);

        captions.Select(c => string.Join('|', c.Lines)).ShouldBe(
        [
            "The first sentence is not long.",
            "The second, which is a little|longer than that, has a comma or two.",
        ]);
    }

    [Fact]
    public void Split_Chinese_HasTwentyOneLettersALineAndNoSignFirst()
    {
        var script = string.Concat(Enumerable.Repeat("大家早上好，欢迎来到今天的课程；我们会学习怎样写出“清楚”的字幕，也会说一点English。", 5));
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse(script), Time(script, [0.2], [0], [true]), 1000);

        captions.SelectMany(c => c.Lines).ShouldAllBe(l => Columns(l) <= 42 && !"，；。”".Contains(l[0]) && !l.EndsWith('“'));
        captions.SelectMany(c => c.Lines).ShouldNotContain(l => l.EndsWith("Engl", StringComparison.Ordinal));
        captions.Count(c => "，；。".Contains(c.Lines[^1][^1])).ShouldBe(captions.Count);
    }

    [Fact]
    public void Split_LongPause_PartsWhatIsSaid()
    {
        WordTiming[] words = [new("Wait", 0, 0.3, 0.8), new("for", 5, 0.9, 1.3), new("it", 9, 4, 4.4), new("now", 12, 4.5, 5)];
        var captions = CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse("Wait for it now"), words, 6);

        captions.Select(c => c.Lines.Single()).ShouldBe(["Wait for", "it now"]);
        captions[0].End.ShouldBe(1.8, 1e-9);
        captions[1].ShouldBe(captions[1] with { Start = 4, End = 5.5 });
    }

    [Fact]
    public void Split_WithoutWords_IsRefused() =>
        Should.Throw<ScriptException>(() => CaptionSplitter.Split(Ruying.Pipeline.Speech.Script.Parse("Hello"), [], 1)).Code.ShouldBe("captions.no_words");

    [Theory]
    [InlineData(" srt, VTT", CaptionFormats.Srt | CaptionFormats.Vtt)]
    [InlineData("ass", CaptionFormats.Ass)]
    [InlineData(null, CaptionFormats.None)]
    public void ParseFiles_List_GivesItsFormats(string? list, CaptionFormats formats)
    {
        CaptionOptions.ParseFiles(list).ShouldBe(formats);
        CaptionOptions.ParseFiles(CaptionOptions.ListFiles(formats)).ShouldBe(formats);
    }

    [Theory]
    [InlineData("txt")]
    [InlineData("none")]
    [InlineData("1")]
    public void ParseFiles_Other_IsRefused(string list) =>
        Should.Throw<ScriptException>(() => CaptionOptions.ParseFiles(list)).Code.ShouldBe("captions.unknown_format");

    private static Gen<string> Pick(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    /// <summary>Times for a script's words as the synthesiser finds them; some are not heard, some overlap the one before.</summary>
    private static WordTiming[] Time(string script, double[] lengths, double[] pauses, bool[] heard)
    {
        var words = new List<WordTiming>();
        var at = 0.3;
        foreach (var word in ScriptWords.Find(script))
        {
            var i = words.Count;
            var start = at;
            at += lengths[i % lengths.Length];
            if (i == 0 || heard[word.Start % heard.Length] || !word.IsSymbol)
            {
                words.Add(new WordTiming(script.Substring(word.Start, word.Length), word.Start, start, at));
            }

            at = Math.Max(start, at + pauses[i % pauses.Length]);
        }

        return [.. words];
    }

    private static string Letters(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static int Columns(string line)
    {
        var columns = 0;
        for (var e = StringInfo.GetTextElementEnumerator(line); e.MoveNext();)
        {
            columns += e.GetTextElement()[0] is (>= '\u2E80' and <= '\u9FFF') or (>= '\uFF00' and <= '\uFF60') ? 2 : 1;
        }

        return columns;
    }
}
