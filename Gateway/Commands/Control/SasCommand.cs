using System.CommandLine;
using System.Globalization;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Views;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>sas</c>: the IKE SAs of the running gateway, each with its Child SAs.</summary>
internal static class SasCommand
{
    private const string Description = """
        Shows every IKE SA and its Child SAs: SPIs, suites, selectors, what they have carried, and when they are replaced.

        Examples:
          sas
          sas --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        ControlCommand.Create("sas", Description, _ => new ControlRequest { Command = ControlWords.Sas }, Write);

    private static void Write(CommandOutput output, ControlResponse response)
    {
        SasView sas = response.Sas!;
        if (output.IsJson)
        {
            output.WriteJson(sas, JsonShapes.Default.SasView);
            return;
        }

        foreach (IkeSaView sa in sas.IkeSas)
        {
            Write(output, sa);
        }

        if (sas.IkeSas.Count == 0)
        {
            output.WriteLine("no IKE SAs");
        }
    }

    private static void Write(CommandOutput output, IkeSaView sa)
    {
        string name = sa.Connection.Length == 0 ? "(not known yet)" : sa.Connection;
        output.WriteLine(
            $"{name}: {sa.State}, {sa.Role}, {sa.Local} to {sa.Remote}, peer {sa.Peer ?? "not authenticated yet"}");
        output.WriteLine(
            $"  SPIs {sa.LocalSpi} here, {sa.RemoteSpi} there; {sa.Suite ?? "no suite yet"}; age {PlainTable.Time(sa.AgeSeconds)}, "
            + $"rekey {RekeyOf(sa.RekeyInSeconds)}{(sa.UdpEncapsulation ? "; ESP in UDP" : "")}");
        if (sa.Children.Count == 0)
        {
            return;
        }

        Table table = PlainTable.Create("  CHILD", "MODE", "SPI IN", "PACKETS", "BYTES", "SPI OUT", "PACKETS", "BYTES", "AGE", "REKEY");
        foreach (ChildSaView child in sa.Children)
        {
            PlainTable.Row(
                table,
                $"  {child.Name}",
                child.Mode,
                child.InboundSpi,
                Plain(child.InboundPackets),
                Plain(child.InboundBytes),
                child.OutboundSpi,
                Plain(child.OutboundPackets),
                Plain(child.OutboundBytes),
                PlainTable.Time(child.AgeSeconds),
                RekeyOf(child.RekeyInSeconds));
        }

        output.Console.Write(table);
        foreach (ChildSaView child in sa.Children)
        {
            output.WriteLine($"  {child.Name}: {child.Suite}{(child.UdpEncapsulation ? " in UDP" : "")}; {child.Selectors}");
        }
    }

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string RekeyOf(long? seconds) => seconds is { } left ? $"in {PlainTable.Time(left)}" : "never";
}
