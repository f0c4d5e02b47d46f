using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;

namespace Ruying.Api.Jobs;

/// <summary>What an exception means for the job that threw it.</summary>
/// <param name="Error">What its owner is told.</param>
/// <param name="CanPass">Whether the same may go well somewhat later, with nobody doing anything.</param>
/// <param name="IsOurs">Whether it is a fault of ours.</param>
internal sealed record JobFailure(JobError Error, bool CanPass, bool IsOurs)
{
    /// <summary>A shell's and .NET's way to say that a signal ended a program: this and its number.</summary>
    private const int BySignal = 128;

    private const int ServerError = 500;

    /// <summary>How long to wait before each further try; after that it has failed.</summary>
    private static readonly TimeSpan[] BackOff = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>How long the job is put off.</summary>
    /// <param name="putOffs">How often it was before.</param>
    /// <returns>Null when it has failed for good.</returns>
    public TimeSpan? Delay(int putOffs) => CanPass && putOffs < BackOff.Length ? BackOff[putOffs] : null;

    /// <summary>Tells them apart.</summary>
    public static JobFailure Of(JobRow job, Exception exception) => exception switch
    {
        EnvironmentException { InnerException: HttpRequestException { StatusCode: null or >= (System.Net.HttpStatusCode)ServerError } } engine => new(new JobError(engine.Code, engine.Message), true, false),
        EnvironmentException { InnerException: OperationCanceledException or TimeoutException } silent => new(new JobError(silent.Code, silent.Message), true, false),
        StorageException { CanPass: true } away => new(new JobError(away.Code, away.Message), true, false),
        RuyingException user => new(new JobError(user.Code, user.Message), false, false),
        FfmpegFailedException { ExitCode: > BySignal } => new(new JobError("program.killed", "A program was ended while it worked for this; the machine may be short of memory."), true, true),
        _ when DiskErrors.IsFull(exception) => new(new JobError(DiskErrors.Full, "The service's disk is full: free some space and try again."), false, false),
        _ when DatabaseErrors.IsUnavailable(exception) => new(new JobError(DatabaseErrors.Unavailable, "The database did not answer while this was worked on."), true, false),
        _ => new(new JobError("internal", $"Something went wrong on our side; the service's log says more (job {job.Id})."), false, true),
    };
}
