namespace Ruying.Pipeline.Media;

/// <summary>The decoder of this build.</summary>
public static class AudioDecoders
{
    /// <summary>ffmpeg; with <c>-p:RuyingNAudio=true</c> NAudio for what it can read, and ffmpeg for the rest.</summary>
    public static IAudioDecoder Create() =>
#if RUYING_NAUDIO
        new NAudio.NAudioDecoder(new FfmpegAudioDecoder());
#else
        new FfmpegAudioDecoder();
#endif
}
