namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What a file of a model is for.</summary>
public enum AvailableFileRole
{
    /// <summary>What its maker says of it: where it comes from and what it may be used for. Fetched first.</summary>
    Card,

    /// <summary>The network as ONNX.</summary>
    Network,

    /// <summary>How the network is fed, as JSON.</summary>
    Settings,

    /// <summary>The styles of a voice pack.</summary>
    Styles,
}
