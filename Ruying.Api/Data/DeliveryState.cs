namespace Ruying.Api.Data;

/// <summary>How a message to a webhook stands.</summary>
public enum DeliveryState
{
    /// <summary>It will be sent, for the first time or again.</summary>
    Pending,

    /// <summary>The receiver answered with a status from 200 to 299.</summary>
    Delivered,

    /// <summary>A day of attempts has passed.</summary>
    Failed,
}
