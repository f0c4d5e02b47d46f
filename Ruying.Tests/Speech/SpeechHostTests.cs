using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

/// <summary>The host by itself, with requests that our own code never sends.</summary>
public sealed class SpeechHostTests
{
    [Theory]
    [InlineData("nonsense\n", "request.bad", 0)]
    [InlineData("[]\n", "request.bad", 0)]
    [InlineData("{\"do\":\"sing\"}\n", "request.bad", 0)]
    [InlineData("{\"do\":\"speak\"}\n", "request.bad", 0)]
    [InlineData("{\"do\":\"speak\",\"text\":\"a\\u0000b\",\"voice\":\"gmw/en\"}\n", "request.bad", 0)]
    [InlineData("{\"do\":\"speak\",\"text\":\"a\",\"voice\":\"gmw/en\",\"pitch\":100}\n", "request.bad", 0)]
    [InlineData("\n", "request.bad", 0)]
    public async Task Host_BadRequest_RepliesAndGoesOnUntilStdinCloses(string input, string code, int exitCode)
    {
        var (replies, exit) = await RunAsync(Encoding.UTF8.GetBytes(input + input));
        replies.Length.ShouldBe(2);
        replies.ShouldAllBe(reply => reply.Contains($"\"error\":\"{code}\""));
        exit.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Host_EndlessLine_RepliesAndEnds()
    {
        var (replies, exit) = await RunAsync(new byte[2 * 1024 * 1024]);
        replies.Single().ShouldContain("request.too_long");
        exit.ShouldBe(2);
    }

    [Fact]
    public async Task Host_StdinClosed_Ends() => (await RunAsync([])).ExitCode.ShouldBe(0);

    private static async Task<(string[] Replies, int ExitCode)> RunAsync(byte[] input)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Ruying.SpeechHost.dll") },
        };
        using var host = Process.Start(start)!;
        var output = host.StandardOutput.ReadToEndAsync();
        try
        {
            await host.StandardInput.BaseStream.WriteAsync(input);
            host.StandardInput.Close();
        }
        catch (IOException)
        {
            // It stopped reading, as it may.
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.WaitForExitAsync(timeout.Token);
        return ((await output).Split('\n', StringSplitOptions.RemoveEmptyEntries), host.ExitCode);
    }
}
