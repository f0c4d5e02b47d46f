using FFMpegCore.Pipes;

namespace Ruying.Pipeline.Media;

/// <summary>Keeps the error of a sink: FFMpegCore would replace it by ffmpeg's complaint about the closed pipe.</summary>
internal sealed class GuardedSink(IPipeSink inner, Action<Exception> failed) : IPipeSink
{
    public string GetStreamArguments() => inner.GetStreamArguments();

    public async Task ReadAsync(Stream inputStream, CancellationToken cancellationToken)
    {
        try
        {
            await inner.ReadAsync(inputStream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failed(e);
            throw;
        }
    }
}
