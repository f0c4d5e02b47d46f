namespace Ruying.Api.Data;

/// <summary>What a process of the service does.</summary>
public enum ServerRole
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>It answers requests, and leaves the work to others.</summary>
    Web,

    /// <summary>It works, and answers nothing but how it is.</summary>
    Worker,
}
