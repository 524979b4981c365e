using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1.Vendors;

/// <summary>Every vendor ID that is known. A new one is one row of <see cref="All"/>.</summary>
/// <remarks>Most are MD5 of a sentence; "\n" belongs to the sentence where it is written.</remarks>
public static class VendorIdCatalog
{
    private const int VersionLength = sizeof(uint);

    /// <summary>RFC 3947: MD5("RFC 3947").</summary>
    public static VendorId NatTraversal { get; } =
        Of(VendorMeaning.NatTraversal, "RFC 3947", "4a131c81070358455c5728f20e95452f");

    /// <summary>MD5("draft-ietf-ipsec-nat-t-ike-03").</summary>
    public static VendorId NatTraversalDraft03 { get; } =
        Of(VendorMeaning.NatTraversalDraft, "draft-ietf-ipsec-nat-t-ike-03", "7d9419a65310ca6f2c179d9215529d56");

    /// <summary>MD5("draft-ietf-ipsec-nat-t-ike-02\n"): what Windows up to 2003 sends, and nothing else.</summary>
    public static VendorId NatTraversalDraft02Newline { get; } =
        Of(VendorMeaning.NatTraversalDraft, "draft-ietf-ipsec-nat-t-ike-02\\n", "90cb80913ebb696e086381b5ec427b1f");

    /// <summary>MD5("draft-ietf-ipsec-nat-t-ike-02").</summary>
    public static VendorId NatTraversalDraft02 { get; } =
        Of(VendorMeaning.NatTraversalDraft, "draft-ietf-ipsec-nat-t-ike-02", "cd60464335df21f87cfdb2fc68b6a448");

    /// <summary>RFC 3706 §5.1; its last two bytes are the version, 1.0.</summary>
    public static VendorId DeadPeerDetection { get; } =
        Of(VendorMeaning.DeadPeerDetection, "DPD 1.0", "afcad71368a1f1c96b8696fc77570100");

    /// <summary>MD5("FRAGMENTATION"), with or without four bytes of capabilities.</summary>
    public static VendorId Fragmentation { get; } =
        Of(VendorMeaning.Fragmentation, "FRAGMENTATION", "4048b7d56ebce88525e7de7f00d6c2d3", minimumRest: 0, maximumRest: VersionLength);

    /// <summary>The first eight bytes of MD5("draft-ietf-ipsra-isakmp-xauth-06.txt").</summary>
    public static VendorId Xauth { get; } = Of(VendorMeaning.Xauth, "XAUTH", "09002689dfd6b712");

    /// <summary>MD5("MS NT5 ISAKMPOAKLEY") and four bytes of version: 2 is Windows 2000, 3 XP, 4 Server 2003, 5 Vista, 9 the last.</summary>
    public static VendorId Microsoft { get; } = Of(
        VendorMeaning.Microsoft, "MS NT5 ISAKMPOAKLEY", "1e2b516905991c7d7c96fcbfb587e461", VersionLength, VersionLength);

    /// <summary>MD5("GSSAPI").</summary>
    public static VendorId GssApi { get; } = Of(VendorMeaning.GssApi, "GSSAPI", "621b04bb09882ac1e15935fefa24aeee");

    /// <summary>MD5("A GSS-API Authentication Method for IKE").</summary>
    public static VendorId GssApiLong { get; } =
        Of(VendorMeaning.GssApi, "A GSS-API Authentication Method for IKE", "ad2c0dd0b9c32083ccba25b8861ec455");

    /// <summary>MD5("Vid-Initial-Contact").</summary>
    public static VendorId MicrosoftInitialContact { get; } =
        Of(VendorMeaning.MicrosoftInitialContact, "Vid-Initial-Contact", "26244d38eddb61b3172a36e3d0cfb819");

    /// <summary>All rows.</summary>
    public static IReadOnlyList<VendorId> All { get; } =
    [
        NatTraversal,
        NatTraversalDraft03,
        NatTraversalDraft02Newline,
        NatTraversalDraft02,
        Of(VendorMeaning.NatTraversalOldDraft, "draft-ietf-ipsec-nat-t-ike-00", "4485152d18b6bbcd0be8a8469579ddcc"),
        Of(VendorMeaning.NatTraversalOldDraft, "draft-ietf-ipsec-nat-t-ike-01", "16f6ca16e4a4066d83821a0f0aeaa862"),
        Of(VendorMeaning.NatTraversalOldDraft, "draft-ietf-ipsec-nat-t-ike-04", "9909b64eed937c6573de52ace952fa6b"),
        Of(VendorMeaning.NatTraversalOldDraft, "draft-stenberg-ipsec-nat-traversal-01", "27bab5dc01ea0760ea4e3190ac27c0d0"),
        Of(VendorMeaning.NatTraversalOldDraft, "draft-stenberg-ipsec-nat-traversal-02", "6105c422e76847e43f9684801292aecd"),
        Of(VendorMeaning.NatTraversalOldDraft, "draft-huttunen-ipsec-esp-in-udp-00", "6a7434c19d7e36348090a02334c9c805"),
        DeadPeerDetection,
        Fragmentation,
        Xauth,
        Of(VendorMeaning.CiscoUnity, "CISCO-UNITY", "12f5f28c457168a9702d9fe274cc", minimumRest: 2, maximumRest: 2),
        Of(VendorMeaning.Vpn3000, "VPN 3000", "1f07f70eaa6514d3b0fa96542a50", minimumRest: 2, maximumRest: 2),
        Microsoft,
        GssApi,
        GssApiLong,
        MicrosoftInitialContact,
        Of(VendorMeaning.NetworkLoadBalancing, "NLBS_PRESENT", "72872b95fcda2eb708efe322119b4971"),
        Of(VendorMeaning.AuthIp, "MS-MamieExists", "214ca4faffa7f32d6748e5303395ae83"),
        Of(VendorMeaning.Cga, "IKE CGA version 1", "e3a5966a76379fe707228231e5ce8652"),
        Of(VendorMeaning.NegotiationDiscovery, "MS-Negotiation Discovery Capable", "fb1de3cdf341b7ea16b7e5be0855f120"),
        Of(VendorMeaning.KeyModules, "KEY_MODS", "01528bbbc00696121849ab9a1c5b2a51", minimumRest: 1, maximumRest: 1),
        Of(VendorMeaning.AuthIpInitialGroup, "AUTHIP_INIT_KE_DH_GROUP", "7bb93867d76c8d80df0f40fae8fc3b19", minimumRest: 0, maximumRest: 4),
        Of(VendorMeaning.Xbox, "Xbox", "660822b3a73a244149578d62e0eb46a0", minimumRest: 0, maximumRest: 4),
        Of(VendorMeaning.Implementation, "KAME/racoon", "7003cbc1097dbe9c2600ba6983bc8b35"),
        Of(VendorMeaning.Implementation, "strongSwan", "882fe56d6fd20dbc2251613b2ebe5beb"),
        Of(VendorMeaning.Implementation, "Fortigate", "1d6e178f6c2c0be284985465450fe9d4"),
    ];

    /// <summary>Finds the row of a peer's vendor ID.</summary>
    /// <param name="vendorId">The body of its payload.</param>
    /// <returns>The row, or null for one that is not known, which is no error.</returns>
    public static VendorId? Find(Octets vendorId) => All.FirstOrDefault(row => row.Matches(vendorId));

    /// <summary>The rows of all vendor IDs in a message, in order; unknown ones are left out.</summary>
    public static IEnumerable<VendorId> In(IsakmpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Payloads.OfType<RawPayload>()
            .Where(payload => payload.Type == IsakmpPayloadType.VendorId)
            .Select(payload => Find(payload.Body))
            .OfType<VendorId>();
    }

    /// <summary>The version in Windows' vendor ID; null when <paramref name="vendorId"/> is another.</summary>
    /// <param name="vendorId">The body of its payload.</param>
    public static uint? MicrosoftVersion(Octets vendorId) => Microsoft.Matches(vendorId)
        ? BinaryPrimitives.ReadUInt32BigEndian(vendorId.Span[Microsoft.Prefix.Length..])
        : null;

    private static VendorId Of(VendorMeaning meaning, string name, string hex, int minimumRest = 0, int maximumRest = 0) =>
        new(meaning, name, Convert.FromHexString(hex), minimumRest, maximumRest);
}
