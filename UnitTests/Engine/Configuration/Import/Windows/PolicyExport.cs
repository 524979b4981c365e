using System.Text;

namespace Pipeline.UnitTests.Engine.Configuration.Import.Windows;

/// <summary>Builds exports of a policy store by the public specification ([MS-GPIPSEC] section 2.2.1), field by field.</summary>
internal sealed class PolicyExport
{
    public const string Block = "{3F91A819-7647-11D1-864D-D46A00000000}";
    public const string Permit = "{8A171DD2-77E3-11D1-8659-A04F00000000}";
    public const string Secure = "{8A171DD3-77E3-11D1-8659-A04F00000000}";
    public const string PassThrough = "{3F91A81A-7647-11D1-864D-D46A00000000}";

    private const string Local = @"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\IPSec\Policy\Local";

    private readonly List<(string Kind, int Id, List<(string Name, object Value)> Values)> _objects = [];

    public PolicyExport Policy(int id, string name, int isakmp, params int[] nfas) => Add("ipsecPolicy", id, name, new Blob("22202163-4F4C-11D1-863B-00A0248D3021")
        .Number(4).Number(10_800).One(0), ("ipsecISAKMPReference", new[] { ("ipsecISAKMPPolicy", isakmp) }), ("ipsecNFAReference", nfas.Select(nfa => ("ipsecNFA", nfa)).ToArray()));

    /// <summary>Main mode with methods of cipher, hash and group.</summary>
    public PolicyExport Isakmp(int id, byte newDh, params (uint Cipher, uint Hash, uint Group)[] methods)
    {
        Blob blob = new Blob("80DC20B8-2EC8-11D1-A89E-00A0248D3021").Number(0).Bytes(16).Number(0).Number(0).Number(0)
            .One(newDh).Bytes(3).Number(0).Number(0).Bytes(20).Number((uint)methods.Length);
        foreach ((uint cipher, uint hash, uint group) in methods)
        {
            // Behind the numbers stand lengths of keys, as systems write them.
            blob.Number(0).Number(cipher).Number(64).Number(8).Number(hash).Number(64).Number(0).Bytes(8).Bytes(8).Number(group).Number(0).Number(0).Number(28_800).Number(0);
        }

        return Add("ipsecISAKMPPolicy", id, "main mode", blob.One(0));
    }

    public PolicyExport Negotiation(int id, string name, string action, params (uint Seconds, uint Kilobytes, (uint Id, uint Integrity, uint Type)[] Algorithms)[] offers)
    {
        Blob blob = new Blob("80DC20B9-2EC8-11D1-A89E-00A0248D3021").Number(0).Number((uint)offers.Length);
        foreach ((uint seconds, uint kilobytes, (uint Id, uint Integrity, uint Type)[] algorithms) in offers)
        {
            blob.Number(seconds).Number(kilobytes).Number(0).Number(0).Number((uint)algorithms.Length);
            Array.ForEach(algorithms, one => blob.Number(one.Id).Number(one.Integrity).Number(one.Type).Number(64).Number(8));
            blob.Bytes(20 * (3 - algorithms.Length));
        }

        Add("ipsecNegotiationPolicy", id, name, blob.One(0));
        _objects[^1].Values.Add(("ipsecNegotiationPolicyAction", action));
        _objects[^1].Values.Add(("ipsecNegotiationPolicyType", "{62F49E10-6C37-11D1-864C-14A300000000}"));
        return this;
    }

    public PolicyExport Nfa(int id, string name, int negotiation, int filter, byte[]? tunnel, params (uint Type, string Text)[] methods)
    {
        Blob blob = new Blob("11BBAC00-498D-11D1-8639-00A0248D3021").Number(0).Number((uint)methods.Length);
        Array.ForEach(methods, method => blob.Number(method.Type).Text(method.Text));
        blob.Number(0xFFFFFFFD).Text("").Raw(tunnel ?? new byte[4]).Number(tunnel is null ? 0u : 1).Number(1).Text("").One(0);
        return Add("ipsecNFA", id, name, blob, ("ipsecNegotiationPolicyReference", new[] { ("ipsecNegotiationPolicy", negotiation) }), ("ipsecFilterReference", new[] { ("ipsecFilter", filter) }));
    }

    /// <summary>A filter list of the old form.</summary>
    public PolicyExport OldFilter(int id, string name, params Action<Blob>[] filters)
    {
        Blob blob = new Blob("80DC20B5-2EC8-11D1-A89E-00A0248D3021").Number(0).Number((uint)filters.Length);
        Array.ForEach(filters, filter => filter(blob));
        return Add("ipsecFilter", id, name, blob.One(0));
    }

    /// <summary>A filter list of both forms.</summary>
    public PolicyExport NewFilter(int id, string name, params Action<Blob>[] filters)
    {
        Blob blob = new Blob("80DC20B5-2EC8-11D1-A89E-00A0248D3021").Number(0).Number(0)
            .Raw(new Guid("35FECD3D-AE29-4373-8A6A-C5D8FAB2FB08").ToByteArray()).Number(0).Number(0).Number((uint)filters.Length);
        Array.ForEach(filters, filter => filter(blob));
        return Add("ipsecFilter", id, name, blob.One(0));
    }

    public static Action<Blob> Old(string source, string sourceMask, string destination, string destinationMask, uint protocol = 0, ushort sourcePort = 0, byte special = 0) =>
        blob => blob.Text("").Text("").Text("").Bytes(16).Number(1).Address(source).Address(sourceMask).Address(destination).Address(destinationMask)
            .Bytes(4).Number(protocol).Short(sourcePort).Short(0).One(0).One(special).Short(0);

    public static Action<Blob> New((uint Type, uint Version, byte[] First, byte[] Second) source, (uint Type, uint Version, byte[] First, byte[] Second) destination, string dns = "") =>
        blob => blob.Text("").Text(dns).Text("").Bytes(16).Number(0).End(source).End(destination).Number(0).Number(0).Number(2).Short(1000).Short(2000).Number(6).Number(0);

    public string ToReg(int assigned)
    {
        var text = new StringBuilder($"Windows Registry Editor Version 5.00\r\n\r\n[{Local}]\r\n\"ActivePolicy\"=\"{(Local + "\\" + Leaf("ipsecPolicy", assigned)).Replace("\\", "\\\\", StringComparison.Ordinal)}\"\r\n");
        foreach (var one in _objects)
        {
            text.Append($"\r\n[{Local}\\{Leaf(one.Kind, one.Id)}]\r\n\"ClassName\"=\"{one.Kind}\"\r\n");
            foreach ((string name, object value) in one.Values)
            {
                text.Append(value switch
                {
                    string written => $"\"{name}\"=\"{written}\"\r\n",
                    byte[] bytes => $"\"{name}\"=hex:{Hex(bytes)}\r\n",
                    (string Kind, int Id)[] { Length: 1 } references when name != "ipsecFilterReference" =>
                        $"\"{name}\"=\"SOFTWARE\\\\Policies\\\\{Leaf(references[0].Kind, references[0].Id)}\"\r\n",
                    (string Kind, int Id)[] references =>
                        $"\"{name}\"=hex(7):{Hex(Encoding.Unicode.GetBytes(string.Concat(references.Select(reference => $"SOFTWARE\\Policies\\{Leaf(reference.Kind, reference.Id)}\0")) + "\0"))}\r\n",
                    _ => "",
                });
            }
        }

        return text.ToString();
    }

    public string ToLdif()
    {
        var text = new StringBuilder("version: 1\n");
        foreach (var one in _objects)
        {
            text.Append($"\ndn: CN={Leaf(one.Kind, one.Id)},CN=IP Security,CN=System,DC=example,DC=org\nobjectClass: {one.Kind}\n");
            foreach ((string name, object value) in one.Values)
            {
                switch (value)
                {
                    case string written:
                        text.Append($"{name}: {written}\n");
                        break;
                    case byte[] bytes:
                        text.Append(string.Join("\n ", $"{name}:: {Convert.ToBase64String(bytes)}".Chunk(76).Select(part => new string(part)))).Append('\n');
                        break;
                    case (string Kind, int Id)[] references:
                        Array.ForEach(references, reference => text.Append($"{name}: CN={Leaf(reference.Kind, reference.Id)},CN=IP Security,CN=System,DC=example,DC=org\n"));
                        break;
                }
            }
        }

        return text.ToString();
    }

    private PolicyExport Add(string kind, int id, string name, Blob blob, params (string Name, object Value)[] more)
    {
        _objects.Add((kind, id, [("ipsecName", name), ("ipsecData", blob.ToArray()), .. more]));
        return this;
    }

    private static string Leaf(string kind, int id) => $"{kind}{{{new Guid(id, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToString().ToUpperInvariant()}}}";

    // 25 bytes a line, as regedit writes them.
    private static string Hex(byte[] bytes) =>
        string.Join(",\\\r\n  ", bytes.Chunk(25).Select(part => string.Join(',', part.Select(one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)))));

    /// <summary>Fields one behind the other.</summary>
    internal sealed class Blob(string kind)
    {
        private readonly List<byte> _bytes = [.. new Guid(kind).ToByteArray()];

        public Blob Number(uint value) => Raw(BitConverter.GetBytes(value));

        public Blob Short(ushort value) => Raw(BitConverter.GetBytes(value));

        public Blob One(byte value) => Raw([value]);

        public Blob Bytes(int count) => Raw(new byte[count]);

        public Blob Address(string address) => Raw(System.Net.IPAddress.Parse(address).GetAddressBytes());

        public Blob Text(string text)
        {
            byte[] bytes = Encoding.Unicode.GetBytes(text + "\0");
            return Number((uint)bytes.Length).Raw(bytes);
        }

        public Blob End((uint Type, uint Version, byte[] First, byte[] Second) end) =>
            Number(end.Type).Number(end.Version).Raw(end.First).Bytes(16 - end.First.Length).Raw(end.Second).Bytes(16 - end.Second.Length);

        public Blob Raw(byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
