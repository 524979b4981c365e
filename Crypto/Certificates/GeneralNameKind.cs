namespace Pipeline.Crypto.Certificates;

/// <summary>Kinds of names that IKE identities and certificates share (RFC 5280 §4.2.1.6, RFC 7296 §3.5).</summary>
public enum GeneralNameKind
{
    /// <summary>A host name: dNSName, ID_FQDN.</summary>
    Dns,

    /// <summary>An e-mail address: rfc822Name, ID_RFC822_ADDR.</summary>
    Email,

    /// <summary>An IPv4 or IPv6 address: iPAddress, ID_IPV4_ADDR, ID_IPV6_ADDR.</summary>
    Address,

    /// <summary>A distinguished name: directoryName, ID_DER_ASN1_DN.</summary>
    Directory,
}
