namespace Ruying.SpeechHost;

/// <summary>Lines of bytes from a stream, bounded in length.</summary>
internal sealed class RequestReader(Stream input, int maxBytes)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null when the stream has ended.</summary>
    /// <exception cref="HostException">The line is longer than allowed.</exception>
    public byte[]? ReadLine()
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, input.Read(_buffer));
                if (_end == 0)
                {
                    // Half a request is no request: its sender is gone.
                    return null;
                }
            }

            var rest = _buffer.AsSpan(_start, _end - _start);
            var newline = rest.IndexOf((byte)'\n');
            line.Write(newline < 0 ? rest : rest[..newline]);
            if (line.Length > maxBytes)
            {
                throw new HostException("request.too_long", $"a request may have {maxBytes} bytes");
            }

            _start += newline < 0 ? rest.Length : newline + 1;
            if (newline >= 0)
            {
                return line.ToArray();
            }
        }
    }
}
