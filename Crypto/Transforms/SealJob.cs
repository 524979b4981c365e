namespace Pipeline.Crypto.Transforms;

/// <summary>One packet to protect: where its parts lie, and under which key and sequence number.</summary>
/// <remarks>
/// <code>
/// ESP   Packet: ... | SPI | sequence | IV | text .................. | ICV | ...
///                     associated       iv   text (encrypted in place) icv (written)
/// AH    Packet: ... | IP | AH [ IV | ICV ] | payload | ...
///                                iv   icv    text (read only)
///       Associated: IP and AH headers as RFC 4302 §3.3.3 wants them authenticated, in memory of their own
/// </code>
/// All offsets and lengths are in bytes. The associated bytes never overlap the IV, the text or the ICV.
/// </remarks>
public struct SealJob : ITextJob
{
    /// <summary>The key, made by the transform that the job is given to.</summary>
    public PacketKey Key { get; set; }

    /// <summary>The sequence number, all 64 bits; never used twice with this key.</summary>
    public ulong Sequence { get; set; }

    /// <summary>True when the high 32 bits of <see cref="Sequence"/> are authenticated too (RFC 4303 §2.2.1).</summary>
    public bool ExtendedSequence { get; set; }

    /// <summary>The memory that holds IV, text and ICV.</summary>
    public PinnedView Packet { get; set; }

    /// <summary>Where the IV goes, in <see cref="Packet"/>; <see cref="PacketTransform.IvLength"/> bytes.</summary>
    public int IvOffset { get; set; }

    /// <summary>Where the text begins, in <see cref="Packet"/>.</summary>
    public int TextOffset { get; set; }

    /// <summary>Bytes of text; for ESP a multiple of <see cref="PacketTransform.BlockLength"/>.</summary>
    public int TextLength { get; set; }

    /// <summary>Where the ICV goes, in <see cref="Packet"/>; <see cref="PacketTransform.IcvLength"/> bytes.</summary>
    public int IcvOffset { get; set; }

    /// <summary>The memory that holds the associated bytes: <see cref="Packet"/> itself for ESP, a copy for AH.</summary>
    public PinnedView Associated { get; set; }

    /// <summary>Where the associated bytes begin, in <see cref="Associated"/>.</summary>
    public int AssociatedOffset { get; set; }

    /// <summary>Bytes that are authenticated but not encrypted, in front of the IV: 8 for ESP.</summary>
    public int AssociatedLength { get; set; }
}
