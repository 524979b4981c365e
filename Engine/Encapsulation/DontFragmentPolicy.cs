namespace Pipeline.Engine.Encapsulation;

/// <summary>The DF bit of the outer IPv4 header in tunnel mode (RFC 4301 §8.1).</summary>
public enum DontFragmentPolicy
{
    /// <summary>As the inner packet has it; an inner IPv6 packet counts as "don't fragment".</summary>
    Copy,

    /// <summary>Always set.</summary>
    Set,

    /// <summary>Always clear: routers on the way may fragment the outer packet.</summary>
    Clear,
}
