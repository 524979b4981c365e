using System.CommandLine;

namespace Pipeline.Gateway.Commands;

internal static class PcapCommand { public static Command Create() => new("pcap"); }
