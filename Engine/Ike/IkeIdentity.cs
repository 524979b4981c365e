using System.Globalization;
using System.Text;
using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike;

/// <summary>Who somebody is, as IDi and IDr say it (RFC 7296 §3.5).</summary>
/// <param name="Kind">What kind of identity; of a peer's, may be a number without a name here.</param>
/// <param name="Value">The identification data.</param>
public sealed record IkeIdentity(IdType Kind, Octets Value)
{
    private const string KeyIdPrefix = "keyid:";

    /// <summary>Reads an identity as configuration spells it.</summary>
    /// <param name="text">
    /// An address; <c>user@host</c>; a distinguished name with <c>=</c>; <c>keyid:</c> and any text; else a domain name, before which
    /// an <c>@</c> may stand.
    /// </param>
    /// <param name="identity">The identity; not usable when false is returned.</param>
    /// <returns>False when it is empty, not ASCII, or a distinguished name that cannot be read.</returns>
    public static bool TryParse(string? text, out IkeIdentity identity)
    {
        identity = null!;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (text.StartsWith(KeyIdPrefix, StringComparison.OrdinalIgnoreCase))
        {
            identity = new IkeIdentity(IdType.KeyId, Encoding.UTF8.GetBytes(text[KeyIdPrefix.Length..]));
            return true;
        }

        if (IpAddress.TryParse(text, out IpAddress address))
        {
            identity = Of(address);
            return true;
        }

        return text.Contains('=', StringComparison.Ordinal) ? TryParseName(text, out identity) : TryParseText(text, out identity);
    }

    /// <summary>An address as identity.</summary>
    public static IkeIdentity Of(IpAddress address)
    {
        var bytes = new byte[address.Length];
        address.Write(bytes);
        return new IkeIdentity(address.IsIpv6 ? IdType.Ipv6Address : IdType.Ipv4Address, bytes);
    }

    /// <summary>What a peer sent.</summary>
    public static IkeIdentity Of(IdPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new IkeIdentity(payload.Kind, payload.Identity);
    }

    /// <summary>The payload to send.</summary>
    /// <param name="type">IDi or IDr.</param>
    public IdPayload ToPayload(PayloadType type) => IdPayload.Of(type, Kind, Value.Span);

    /// <summary>True when both mean the same: names ignore case where their kind does (RFC 5280 §7).</summary>
    public bool Matches(IkeIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this == other || (Kind == other.Kind && ToGeneralName() is { } name && name.Equals(other.ToGeneralName()));
    }

    /// <summary>The name that a certificate of this identity has; null for kinds that certificates do not know.</summary>
    public GeneralName? ToGeneralName()
    {
        GeneralName? name = null;
        switch (Kind)
        {
            case IdType.Fqdn:
                GeneralName.TryDns(Text(), out name);
                break;
            case IdType.Rfc822Address:
                GeneralName.TryEmail(Text(), out name);
                break;
            case IdType.Ipv4Address or IdType.Ipv6Address:
                GeneralName.TryAddress(Value.Span, out name);
                break;
            case IdType.DerAsn1Dn:
                name = DistinguishedName.TryRead(Value.Span, out DistinguishedName? directory) ? GeneralName.Directory(directory) : null;
                break;
        }

        return name;
    }

    /// <summary>The identity for people; of a peer's, only what is printable.</summary>
    public override string ToString() => Kind switch
    {
        IdType.KeyId => KeyIdPrefix + Text(),
        _ => ToGeneralName()?.Text ?? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Convert.ToHexStringLower(Value.Span)}"),
    };

    private static bool TryParseName(string text, out IkeIdentity identity)
    {
        bool valid = DistinguishedName.TryParse(text, out DistinguishedName? name);
        identity = valid ? new IkeIdentity(IdType.DerAsn1Dn, new Octets(name!.Encoded)) : null!;
        return valid;
    }

    private static bool TryParseText(string text, out IkeIdentity identity)
    {
        string name = text.StartsWith('@') ? text[1..] : text;
        bool valid = name.Length > 0 && name.All(character => character is > ' ' and <= '~');
        IdType kind = name.Contains('@', StringComparison.Ordinal) ? IdType.Rfc822Address : IdType.Fqdn;
        identity = valid ? new IkeIdentity(kind, Encoding.ASCII.GetBytes(name)) : null!;
        return valid;
    }

    private string Text()
    {
        string text = Encoding.UTF8.GetString(Value.Span);
        return string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
    }
}
