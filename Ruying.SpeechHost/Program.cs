using System.Runtime.InteropServices;
using System.Text.Json;
using Ruying.SpeechHost;

// Speaks protocol.md over stdin and stdout.
const int MaxRequestBytes = 1024 * 1024;
var libraryName = args is ["--library", var name] ? name : "libespeak-ng.so.1";
using var input = Console.OpenStandardInput();
using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
var reader = new RequestReader(input, MaxRequestBytes);
var handler = new RequestHandler(libraryName);

try
{
    while (reader.ReadLine() is { } line)
    {
        Send(handler.Handle(line));
    }

    return 0;
}
catch (HostException error)
{
    Send(RequestHandler.Failure(error));
    return 2;
}
catch (IOException)
{
    // Nobody reads the replies any more.
    return 0;
}

void Send(HostReply reply)
{
    output.Write(JsonSerializer.SerializeToUtf8Bytes(reply, HostJson.Default.HostReply));
    output.WriteByte((byte)'\n');
    output.Write(MemoryMarshal.AsBytes(reply.Pcm.Span));
    output.Flush();
}
