using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Vendors;

namespace Pipeline.Engine.Ike.V1;

/// <summary>What a peer can do beside RFC 2409, as its vendor IDs say.</summary>
/// <param name="NatTraversal">NAT traversal as both know it.</param>
/// <param name="DetectsDeadPeers">It answers R-U-THERE (RFC 3706).</param>
/// <param name="TakesFragments">It puts the fragments of Windows and Cisco together (MS-IKEE).</param>
public readonly record struct PeerAbilities(NatTraversalKind NatTraversal, bool DetectsDeadPeers, bool TakesFragments)
{
    /// <summary>What we say that we can: the standard before its drafts (RFC 3947 §3.1).</summary>
    public static IReadOnlyList<IsakmpPayload> Announcement { get; } =
    [
        VendorIdCatalog.NatTraversal.Payload,
        VendorIdCatalog.NatTraversalDraft03.Payload,
        VendorIdCatalog.NatTraversalDraft02Newline.Payload,
        VendorIdCatalog.NatTraversalDraft02.Payload,
        VendorIdCatalog.DeadPeerDetection.Payload,
        VendorIdCatalog.Fragmentation.Payload,
    ];

    /// <summary>Reads the vendor IDs of a first message of phase 1.</summary>
    public static PeerAbilities Of(IsakmpMessage message)
    {
        VendorMeaning[] meanings = [.. VendorIdCatalog.In(message).Select(vendor => vendor.Meaning)];
        return new PeerAbilities(
            meanings.Contains(VendorMeaning.NatTraversal) ? NatTraversalKind.Rfc
                : meanings.Contains(VendorMeaning.NatTraversalDraft) ? NatTraversalKind.Draft
                : NatTraversalKind.None,
            meanings.Contains(VendorMeaning.DeadPeerDetection),
            meanings.Contains(VendorMeaning.Fragmentation));
    }
}
