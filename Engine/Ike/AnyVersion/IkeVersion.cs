namespace Pipeline.Engine.Ike.AnyVersion;

/// <summary>Which IKE a connection speaks.</summary>
public enum IkeVersion
{
    /// <summary>IKEv1 (RFC 2409), as Windows 2000 to Server 2003 have it.</summary>
    V1 = 1,

    /// <summary>IKEv2 (RFC 7296).</summary>
    V2 = 2,
}
