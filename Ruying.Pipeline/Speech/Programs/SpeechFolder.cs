using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Programs;

/// <summary>The temporary folder of one run of a speech program.</summary>
internal sealed class SpeechFolder : IDisposable
{
    public const string Text = "text";
    public const string Sound = "speech.wav";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruying-speech-");

    public string FullName => _folder.FullName;

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The sound that the program wrote.</summary>
    /// <exception cref="EnvironmentException">There is none (<c>speech.engine_failed</c>).</exception>
    public (short[] Pcm, int SampleRate) ReadSound()
    {
        try
        {
            var audio = WavFile.Read(File(Sound));
            return (SpokenSentence.ToPcm(audio.Samples), audio.SampleRate);
        }
        catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
        {
            throw new EnvironmentException("speech.engine_failed", "The speech engine wrote no sound.", error);
        }
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A few kilobytes in the system's temporary folder; not worth failing a script.
        }
    }
}
