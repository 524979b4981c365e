using System.CommandLine;
using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands;

/// <summary><c>pcap unprotect</c>: ESP and AH in, clear packets out.</summary>
internal static class PcapUnprotectCommand
{
    private const string Description = """
        Unprotects the ESP and AH packets of a capture with the SAs of an SA file: the inbound ones, and the outbound ones
        too, since a capture shows both directions. What is not written (IKE, keep-alives, ARP, clear packets, forged and
        replayed ones) is counted by reason and is no failure. Order and timestamps of the input are kept.

        Example:
          pcap unprotect --sa sas.json --in esp.pcap --out clear.pcap --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create() => PcapCommand.Create("unprotect", Description, SaDirection.Inbound);
}
