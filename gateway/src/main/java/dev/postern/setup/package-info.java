/// Scripts that set a tenant up for just what a configuration needs, and the letter to whoever
/// holds the rights to run them.
///
/// [Setup][dev.postern.setup.Setup] is the way in: settings go in, files come out as text. `Needs`
/// reads from the settings what each tenant must grant, and nothing more: no mailbox that is not
/// named, no permission for the whole organisation where Exchange can scope it. `AzureScript`
/// writes what is done with the Azure CLI, `ExchangeScript` what only PowerShell can, `Letter` the
/// text.
///
/// A script is a head of values, functions that are written once as resources, and calls. Only
/// functions that are called are in it. Values are written as literals and in no other place, so
/// that no name in the settings can become a command. Each script looks first and does then what is
/// missing, so it may be run twice; asks before each change; changes nothing with `--check-only`
/// (`-CheckOnly`); takes back with `--undo` (`-Undo`) what it made by its record beside it, and
/// nothing that was there before. `VolumeScript` writes what belongs to no tenant of the settings.
///
/// Nothing is written to disk and nothing is run here.
/// [FirstSettings][dev.postern.setup.FirstSettings] writes a first settings file from a few
/// answers.
@NullMarked
package dev.postern.setup;

import org.jspecify.annotations.NullMarked;
