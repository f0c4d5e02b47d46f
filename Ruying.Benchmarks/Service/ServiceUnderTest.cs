using System.Diagnostics;
using System.Globalization;
using Ruying.Client;

namespace Ruying.Benchmarks.Service;

/// <summary>The service as an operator runs it: a process of its own on a free port.</summary>
internal sealed class ServiceUnderTest : IDisposable
{
    private const string Listening = "Now listening on: ";
    private const double TicksPerSecond = 100; // USER_HZ, fixed on Linux.
    private readonly Process _process;

    private ServiceUnderTest(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Client = new RuyingClient(Http);
    }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>Talks to it, typed.</summary>
    public RuyingClient Client { get; }

    /// <summary>Processor time that it has taken, seconds; its children's when they have ended.</summary>
    public double ProcessorSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Skip(11).Take(4).Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Memory that is its own now, MiB.</summary>
    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="settings">Names below <c>Ruying:</c> and their values.</param>
    public static async Task<ServiceUnderTest> StartAsync(string data, params (string Name, string Value)[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "Ruying.Api", "bin", "Release", "published", "Ruying.Api.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.GetFullPath(program), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RUYING_DATA"] = data;
        foreach (var (name, value) in settings)
        {
            start.Environment[$"Ruying__{name}"] = value;
        }

        var process = Process.Start(start)!;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null)
            {
                listening.TrySetException(new InvalidOperationException("The service ended before it listened."));
            }
            else if (e.Data.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                listening.TrySetResult(new Uri(e.Data[(at + Listening.Length)..].Trim()));
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var service = new ServiceUnderTest(process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)));
        while (!(await service.Http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
        {
            await Task.Delay(20);
        }

        return service;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Dispose()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
