namespace Ruying.Client;

/// <summary>How a message to a webhook stands.</summary>
public enum DeliveryState
{
    /// <summary>It will be sent, for the first time or again.</summary>
    Pending,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>A day of attempts has passed.</summary>
    Failed,
}
