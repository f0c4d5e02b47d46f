using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class SoundAgainstPictureTests : IDisposable
{
    private readonly TempFolder _work = new();
    private readonly TestModels _models = new();

    public void Dispose()
    {
        _models.Dispose();
        _work.Dispose();
    }

    [SkippableFact]
    public async Task Offset_OfASoundThatIsThreeFramesLate_IsThree_AndWordsAreCarriedOver()
    {
        var names = new[] { "bbaf2n", "bbal6n", "bbas1s" };
        foreach (var name in names)
        {
            foreach (var file in new[] { name + ".mpg", name + ".align" })
            {
                File.Copy(SharedMedia.Require($"media/grid/s1/{file}"), Path.Combine(Directory.CreateDirectory(_work.File("clips")).FullName, file));
            }
        }

        var joined = _work.File("joined.mp4");
        await ClipJoiner.JoinAsync(_work.File("clips"), joined, _work.Path);
        var footage = await Intake.NormaliseAsync(joined, _work.Path);

        var sentences = ClipSentences.Find(joined, footage.Frames);
        sentences.Select(s => (s.Start, s.End)).ShouldBe([(0, 3), (3, 6), (6, 9)]);
        sentences[1].Text.ShouldBe("bin blue at l six now");
        SpeechSpans.Of(sentences).Count.ShouldBe(3);

        var found = await new FaceTracker(_models.Sessions).TrackAsync(VideoReader.ReadAsync(footage.VideoPath), FaceChoice.Largest);
        var real = CanonicalTrack.From(found.Track).Shapes.Select(s => MouthGeometry.Aperture(s)).ToArray();
        var sound = WavFile.Read(footage.AudioPath16k!);
        var late = new PcmAudio([.. new float[3 * Clock.ModelSampleRate / Clock.FramesPerSecond], .. sound.Samples], Clock.ModelSampleRate);
        var inStep = MotionMeasures.Offset(Apertures(sound), real).ShouldNotBeNull();
        Math.Abs(inStep).ShouldBeLessThanOrEqualTo(1);
        MotionMeasures.Offset(Apertures(late), real).ShouldBe(inStep + 3);
    }

    private double[] Apertures(PcmAudio sound)
    {
        var motion = AudioMotionModel.Open(_models.Sessions).Predict(sound);
        return [.. Enumerable.Range(0, motion.Frames).Select(t => (double)motion.Aperture(t))];
    }
}
