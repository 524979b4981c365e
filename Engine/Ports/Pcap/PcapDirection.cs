namespace Pipeline.Engine.Ports.Pcap;

/// <summary>Which way a captured packet went, seen from the port; the values of <c>epb_flags</c> bits 0-1 in pcapng.</summary>
public enum PcapDirection
{
    /// <summary>Not recorded.</summary>
    Unknown = 0,

    /// <summary>Received.</summary>
    Inbound = 1,

    /// <summary>Sent.</summary>
    Outbound = 2,
}
