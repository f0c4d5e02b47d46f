using System.Net;
using System.Net.Sockets;
using Shouldly;

namespace Ruying.Tests.Hostile;

/// <summary>A port of this machine that hostile files point to and that nobody may call.</summary>
internal sealed class QuietPort : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public QuietPort() => _listener.Start();

    public int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void ShouldBeQuiet() => _listener.Pending().ShouldBeFalse("something connected to an address that a file named");

    public void Dispose() => _listener.Dispose();
}
