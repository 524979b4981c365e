namespace Pipeline.InteropTests.Lab;

/// <summary>What happened between the gateway and the guest.</summary>
/// <param name="ProtectSummary">The JSON summary of <c>pcap protect</c>.</param>
/// <param name="Protected">The packets sent to the guest.</param>
/// <param name="Answers">The packets that the guest sent.</param>
/// <param name="Opened">What the gateway made of the answers.</param>
/// <param name="NewGuestErrors">The guest's IPsec error counters that rose; empty when none did.</param>
public sealed record KernelExchange(
    string ProtectSummary,
    IReadOnlyList<byte[]> Protected,
    IReadOnlyList<byte[]> Answers,
    IReadOnlyList<EchoMessage> Opened,
    string NewGuestErrors);
