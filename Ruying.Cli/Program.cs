using System.Runtime.InteropServices;
using Ruying.Cli;
using Ruying.Cli.Output;

using var stop = new CancellationTokenSource();

// The first Ctrl+C lets the pipeline clean up; the second ends the process as usual.
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return await RuyingCommandLine.RunAsync(args, CliHost.ForThisProcess(), stop.Token);
