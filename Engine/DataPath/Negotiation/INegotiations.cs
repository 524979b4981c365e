using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath.Negotiation;

/// <summary>Who can make the SAs that policy asks for and that are not there (RFC 4301 §5.1 step 3a).</summary>
public interface INegotiations
{
    /// <summary>A packet waits for SAs. Called by a shard's thread, which must not be kept; at most once a second for each name and destination, and 64 times in all.</summary>
    /// <param name="saName">What the rule says protects the packet.</param>
    /// <param name="flow">The packet's flow: a hint for the peer's choice of selectors (RFC 7296 §2.9).</param>
    void Wanted(string saName, in FlowKey flow);
}
