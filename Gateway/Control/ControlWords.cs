namespace Pipeline.Gateway.Control;

/// <summary>The commands of the control socket.</summary>
internal static class ControlWords
{
    /// <summary>What the gateway is and has done.</summary>
    public const string Status = "status";

    /// <summary>Its IKE SAs and their Child SAs.</summary>
    public const string Sas = "sas";

    /// <summary>Begin a connection or a child.</summary>
    public const string Initiate = "initiate";

    /// <summary>End a connection.</summary>
    public const string Terminate = "terminate";

    /// <summary>Replace the keys of a connection or a child.</summary>
    public const string Rekey = "rekey";

    /// <summary>Read the configuration again.</summary>
    public const string Reload = "reload";
}
