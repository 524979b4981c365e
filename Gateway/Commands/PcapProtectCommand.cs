using System.CommandLine;
using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands;

/// <summary><c>pcap protect</c>: clear packets in, ESP and AH out.</summary>
internal static class PcapProtectCommand
{
    private const string Description = """
        Protects the packets of a capture with the outbound SAs of an SA file. Each packet takes the first SA or bundle,
        in the order of the file, that has a selector for it; an SA without selectors takes everything. What no SA takes is
        dropped and counted. Order and timestamps of the input are kept. An SA without "pathMtu" has a path MTU of 65535
        here, so that nothing is fragmented or refused as too big.

        Example:
          pcap protect --sa sas.json --in clear.pcap --out esp.pcap
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create() => PcapCommand.Create("protect", Description, SaDirection.Outbound);
}
