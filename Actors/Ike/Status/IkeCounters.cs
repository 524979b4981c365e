namespace Pipeline.Actors.Ike.Status;

/// <summary>What the router counted since its start.</summary>
public sealed record IkeCounters
{
    /// <summary>Messages that came.</summary>
    public long Received { get; init; }

    /// <summary>Messages that are no IKE of a version that we speak, or belong to no IKE SA of that version here.</summary>
    public long Unknown { get; init; }

    /// <summary>First requests from addresses that no connection expects.</summary>
    public long Uninvited { get; init; }

    /// <summary>First messages of IKEv1's aggressive mode, which no connection allows.</summary>
    public long Aggressive { get; init; }

    /// <summary>First requests that were answered by a cookie (RFC 7296 §2.6).</summary>
    public long Cookies { get; init; }

    /// <summary>First requests that were refused because too many are half open, or above the threshold of cookies when IKEv1 has none to ask for.</summary>
    public long Refused { get; init; }

    /// <summary>Messages for an IKE SA that has too many waiting already.</summary>
    public long Crowded { get; init; }

    /// <summary>Messages of ours that the port did not take: no route, or no socket of that address and port.</summary>
    public long Unsent { get; init; }
}
