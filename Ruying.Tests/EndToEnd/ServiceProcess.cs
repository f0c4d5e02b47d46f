using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Samples;

namespace Ruying.Tests.EndToEnd;

/// <summary>The service as an operator runs it: a process of its own, on a free port, that can be killed.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Talks to the service.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="settings">More words for it.</param>
    public static async Task<ServiceProcess> StartAsync(string dataFolder, string url = "http://127.0.0.1:0", params string[] settings)
    {
        var process = Process.Start(Program(dataFolder, ["--urls", url, .. settings]))!;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, e) =>
        {
            var at = e.Data?.IndexOf(Listening, StringComparison.Ordinal) ?? -1;
            if (at >= 0)
            {
                listening.TrySetResult(new Uri(e.Data![(at + Listening.Length)..].Trim().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)));
            }
            else if (e.Data is null)
            {
                listening.TrySetException(new InvalidOperationException("The service ended before it listened."));
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServiceProcess(process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    /// <summary>Runs the program to its end.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="args">What it is told.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string dataFolder, params string[] args)
    {
        using var process = Process.Start(Program(dataFolder, args))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for a state of a job.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="wanted">True where the wait ends.</param>
    public async Task<JsonElement> WaitAsync(string job, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var seen = await Client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}", limit.Token);
            if (wanted(seen))
            {
                return seen;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private static ProcessStartInfo Program(string dataFolder, string[] args)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!;
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var program = Path.Combine(root, "Ruying.Api", "bin", configuration, "net10.0", "Ruying.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RUYING_DATA"] = dataFolder;
        return start;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        Client.Dispose();
    }
}
