namespace UniBind.Grid.Encoding;

/// <summary>Under which terms an encoder may be used.</summary>
/// <param name="Name">Its name, an SPDX identifier where there is one.</param>
/// <param name="CommercialUse">Whether it allows commercial use.</param>
/// <param name="Notice">A text that must be shown, or null.</param>
public sealed record PackLicence(string Name, bool CommercialUse, string? Notice = null);
