namespace Pipeline.InteropTests.Lab;

/// <summary>The version of an IP header; the number is the one on the wire.</summary>
public enum IpVersion
{
    V4 = 4,
    V6 = 6,
}
