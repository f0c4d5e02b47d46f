namespace Ruying.Api.Jobs;

/// <summary>Why an attempt must end.</summary>
public enum JobLoss
{
    /// <summary>The job is not this attempt's any more: cancelled, or taken over.</summary>
    Gone,

    /// <summary>The database has not answered for so long that another may take the job over.</summary>
    Unsure,
}
